import type { Bus } from '../../domain/cluster/bus.ts';
import type { HeardFeed } from '../playerFeed.ts';

const CHANNEL = 'presence';
/** Another process that has not answered by then does not have the player. */
const ANSWER_WITHIN_MS = 250;

export interface Presence {
  /** Whether the player is in a lobby, on whatever process. */
  isOnline(playerId: string): Promise<boolean>;
  stop(): void;
}

/** `{ask}` is answered by the process that has the player: `{found}`. */
export function createPresence(bus: Bus, feed: Pick<HeardFeed, 'listens'>): Presence {
  const asked = new Map<string, Set<() => void>>();

  const unsubscribe = bus.subscribe(CHANNEL, (message) => {
    const { ask, found } = message as { ask?: unknown; found?: unknown };
    if (typeof ask === 'string' && feed.listens(ask)) bus.publish(CHANNEL, { found: ask });
    if (typeof found === 'string') for (const answer of asked.get(found) ?? []) answer();
  });

  return {
    async isOnline(playerId) {
      if (feed.listens(playerId)) return true;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const answer = () => resolve(true);
      const askers = asked.get(playerId) ?? new Set();
      asked.set(playerId, askers.add(answer));
      const timer = setTimeout(resolve, ANSWER_WITHIN_MS, false);
      bus.publish(CHANNEL, { ask: playerId });
      const online = await promise;
      clearTimeout(timer);
      askers.delete(answer);
      if (askers.size === 0 && asked.get(playerId) === askers) asked.delete(playerId);
      return online;
    },
    stop: unsubscribe,
  };
}
