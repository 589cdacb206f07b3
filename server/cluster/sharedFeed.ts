import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { ClusterStore } from '../../domain/cluster/port.ts';
import type { PlayerEvent } from '../../rooms/ports.ts';
import type { HeardFeed } from '../playerFeed.ts';

const CHANNEL = 'feed';
/** What happens to players' balances in this time is told together. */
const TELL_EVERY_MS = 200;

type Notice = Extract<PlayerEvent, { type: 'notice' }>;

interface FeedMessage {
  /** Whose balances have changed. */
  players: string[];
  notices: [playerId: string, notice: Notice][];
}

interface SharedFeedOptions {
  local: HeardFeed;
  bus: Bus;
  balancesOf: ClusterStore['balancesOf'];
  /** Whether there is anybody to tell. */
  hasOthers(): boolean;
}

/**
 * Players' personal streams across the cluster: money moves where the table is, the lobby is where the player landed. Others
 * are told whose balance has changed, not to what: they read it, since what two processes say of one balance comes
 * in any order.
 */
export function shareFeed({ local, bus, balancesOf, hasOthers }: SharedFeedOptions): HeardFeed {
  let players = new Set<string>();
  let notices: FeedMessage['notices'] = [];
  let scheduled = false;

  function tell(): void {
    scheduled = false;
    bus.publish(CHANNEL, { players: [...players], notices } as unknown as JsonValue);
    players = new Set();
    notices = [];
  }

  bus.subscribe(CHANNEL, (message) => {
    const news = message as unknown as FeedMessage;
    for (const [playerId, notice] of news.notices) local.publish(playerId, notice);
    const changed = news.players.filter((playerId) => local.listens(playerId));
    if (changed.length > 0) void readAgain(changed);
  });

  /** If the database is away the next change tells it. */
  async function readAgain(playerIds: string[]): Promise<void> {
    const found = await balancesOf(playerIds);
    if (!found.ok) return;
    for (const [playerId, balances] of found.value) local.publish(playerId, { type: 'balance', balances });
  }

  return {
    publish(playerId, event) {
      local.publish(playerId, event);
      if (!hasOthers()) return;
      if (event.type === 'notice') notices.push([playerId, event]);
      else players.add(playerId);
      if (!scheduled) setTimeout(tell, TELL_EVERY_MS);
      scheduled = true;
    },
    subscribe: local.subscribe,
    listens: local.listens,
  };
}
