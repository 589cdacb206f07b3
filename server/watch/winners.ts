import type { GameEvent } from '../../domain/events/event.ts';
import type { Anomaly } from '../../domain/watch/port.ts';

const DAY_MS = 86_400_000;
/** Players and games followed at once. Beyond, those who have won least are forgotten: their day starts at zero. */
const MOST_FOLLOWED = 50_000;
/** A member tells of a player from this share of the threshold on: several members' shares add up. */
const TOLD_FROM = 0.1;

export interface Winners {
  observe(event: GameEvent): void;
  /** Players whose net win here has changed since the last time, and is large enough to be told. */
  take(): Anomaly[];
}

/** Net wins of each player in each game of a UTC day, as this member sees them. */
export function followWinners(thresholdCoins: number, mostFollowed = MOST_FOLLOWED): Winners {
  let dayStartMs = 0;
  const net = new Map<string, number>();
  const changed = new Set<string>();

  function add(playerId: string, game: string, coins: number, atMs: number): void {
    const day = atMs - (atMs % DAY_MS);
    if (day !== dayStartMs) {
      dayStartMs = day;
      net.clear();
      changed.clear();
    }
    const key = `${playerId} ${game}`;
    const now = (net.get(key) ?? 0) + coins;
    if (!net.has(key) && net.size >= mostFollowed) forgetHalf(net);
    net.set(key, now);
    if (now >= thresholdCoins * TOLD_FROM) changed.add(key);
  }

  return {
    observe(event) {
      for (const { playerId, coins } of netOf(event)) add(playerId, event.topic, coins, event.atMs);
    },
    take() {
      const anomalies = [...changed].map((key): Anomaly => {
        const [subject, game] = key.split(' ') as [string, string];
        const netCoins = net.get(key) ?? 0;
        return {
          ...{ kind: 'winner', subject, scope: `${game} ${dayStartMs}`, amount: Math.max(0, netCoins) },
          data: { game, dayStartMs, thresholdCoins },
          atMs: dayStartMs,
        };
      });
      changed.clear();
      return anomalies;
    },
  };
}

/** Coins that an event moved towards players. */
function netOf(event: GameEvent): { playerId: string; coins: number }[] {
  if (event.type === 'rps.match') {
    const { betCoins, seats } = event.data;
    return seats.map(({ playerId, payoutCoins }) => ({ playerId, coins: payoutCoins - betCoins }));
  }
  const coins = ownNetOf(event);
  return coins === null || event.player === null ? [] : [{ playerId: event.player.id, coins }];
}

/** Towards the player whom the event is about; null if it moved none. */
function ownNetOf(event: GameEvent): number | null {
  switch (event.type) {
    case 'slots.spin':
    case 'rps.throw':
      return event.data.payoutCoins - event.data.betCoins;
    case 'crash.bet':
      return -event.data.amountCoins;
    case 'crash.cancel':
      return event.data.amountCoins;
    case 'crash.cashout':
      return event.data.payoutCoins;
    default:
      return null;
  }
}

function forgetHalf(net: Map<string, number>): void {
  const byWin = [...net].sort(([, a], [, b]) => a - b);
  for (const [key] of byWin.slice(0, Math.ceil(byWin.length / 2))) net.delete(key);
}
