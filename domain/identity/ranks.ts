import type { Rank } from './port.ts';

/** What a rank allows. */
export interface RankRights {
  /** Staked within `RANK_DAYS`, from which on the rule gives this rank. */
  fromStakedCoins: number;
  /** Pulls a day at the banners that come with the game; a ten-pull counts once. */
  dailyPulls: number;
  /** Steps ahead in the queue of backtests (`RANK_HEAD_START_MS` each). */
  jobPriority: number;
  /** Rooms of slots, gacha and rock-paper-scissors open at once in a process. */
  gameSessions: number;
  /** Crash tables whose smallest stake is larger take no bets of this rank. */
  mostTableMinBetCoins: number;
}

/** The one table of what each rank allows, lowest first. */
export const RANKS = {
  STANDARD: {
    fromStakedCoins: 0,
    dailyPulls: 3,
    jobPriority: 0,
    gameSessions: 8,
    mostTableMinBetCoins: 10_000,
  },
  PREMIUM: {
    fromStakedCoins: 5_000_000,
    dailyPulls: 3,
    jobPriority: 1,
    gameSessions: 10,
    mostTableMinBetCoins: 100_000,
  },
  VIP: {
    fromStakedCoins: 50_000_000,
    dailyPulls: 5,
    jobPriority: 2,
    gameSessions: 12,
    mostTableMinBetCoins: Number.MAX_SAFE_INTEGER,
  },
} as const satisfies Record<Rank, RankRights>;

/** Lowest first. */
export const RANK_NAMES = Object.keys(RANKS) as Rank[];

export function rightsOf(rank: Rank): RankRights {
  return RANKS[rank];
}

export function isHigher(rank: Rank, than: Rank): boolean {
  return RANK_NAMES.indexOf(rank) > RANK_NAMES.indexOf(than);
}

/** The lowest rank that may bet at a table of this smallest stake. */
export function rankForTable(minBetCoins: number): Rank {
  return RANK_NAMES.find((rank) => minBetCoins <= RANKS[rank].mostTableMinBetCoins) ?? 'VIP';
}
