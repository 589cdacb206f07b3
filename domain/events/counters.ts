/** Totals of what was played by one set of rules since the counters began. */
export interface GameTotals {
  game: 'crash' | 'slots' | 'gacha' | 'rps';
  /** Table, machine or banner; `house` and `match` for rock-paper-scissors. */
  variant: string;
  rounds: number;
  betCoins: number;
  paidCoins: number;
}

/** How the whole cluster stands, as watchers of the monitor see it. */
export interface Counters {
  atMs: number;
  members: number;
  /** Signed-in players in a lobby. */
  players: number;
  /** Connections without an account: of the monitor, of crash tables and of backtests. */
  watchers: number;
  connections: number;
  /** Open rooms, by name. */
  rooms: Record<string, number>;
  /** Finished games and held stakes, over the last 5 s. */
  gamesPerSecond: number;
  betsPerSecond: number;
  stakedCoinsPerSecond: number;
  /** Open stakes of crash rounds and of matches, now. */
  coinsInPlay: number;
  /** Of backtests. */
  queue: { queued: number; running: number };
  /** The worst member's. */
  eventLoopDelayMs: number;
  games: GameTotals[];
}

/** One member's part of it, as it tells the others each second. */
export interface MemberCounters {
  players: number;
  watchers: number;
  connections: number;
  rooms: Record<string, number>;
  games5s: number;
  bets5s: number;
  stakedCoins5s: number;
  coinsInPlay: number;
  eventLoopDelayMs: number;
  games: GameTotals[];
}

/** Who was not heard of for so long is not counted any more. */
export const SILENT_AFTER_MS = 5_000;
export const RATE_OVER_SECONDS = 5;

/** The members' parts as one (EV11). The queue is one for all: it stands in the database. */
export function mergeCounters(
  atMs: number,
  queue: Counters['queue'],
  members: readonly MemberCounters[],
): Counters {
  const sum = (of: (member: MemberCounters) => number) =>
    members.reduce((total, member) => total + of(member), 0);
  return {
    ...{ atMs, members: members.length, queue },
    players: sum(({ players }) => players),
    watchers: sum(({ watchers }) => watchers),
    connections: sum(({ connections }) => connections),
    rooms: sumOfRooms(members),
    gamesPerSecond: sum(({ games5s }) => games5s) / RATE_OVER_SECONDS,
    betsPerSecond: sum(({ bets5s }) => bets5s) / RATE_OVER_SECONDS,
    stakedCoinsPerSecond: sum(({ stakedCoins5s }) => stakedCoins5s) / RATE_OVER_SECONDS,
    coinsInPlay: sum(({ coinsInPlay }) => coinsInPlay),
    eventLoopDelayMs: Math.max(0, ...members.map(({ eventLoopDelayMs }) => eventLoopDelayMs)),
    games: sumOfGames(members),
  };
}

function sumOfRooms(members: readonly MemberCounters[]): Record<string, number> {
  const rooms: Record<string, number> = {};
  for (const member of members) {
    for (const [name, count] of Object.entries(member.rooms)) rooms[name] = (rooms[name] ?? 0) + count;
  }
  return rooms;
}

function sumOfGames(members: readonly MemberCounters[]): GameTotals[] {
  const totals = new Map<string, GameTotals>();
  for (const part of members.flatMap(({ games }) => games)) {
    const key = `${part.game}/${part.variant}`;
    const total = totals.get(key);
    if (total === undefined) totals.set(key, { ...part });
    else addTotals(total, part);
  }
  return [...totals.values()];
}

export function addTotals(
  total: Pick<GameTotals, 'rounds' | 'betCoins' | 'paidCoins'>,
  part: Pick<GameTotals, 'rounds' | 'betCoins' | 'paidCoins'>,
): void {
  total.rounds += part.rounds;
  total.betCoins += part.betCoins;
  total.paidCoins += part.paidCoins;
}
