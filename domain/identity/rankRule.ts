import type { Rank } from './port.ts';
import { isHigher, RANK_NAMES, RANKS } from './ranks.ts';

/** By whom a rank is given that no admin gave. */
export const RULE = 'rule';
/** Stakes of so many UTC days, today's among them, count. */
export const RANK_DAYS = 30;
export const DAY_MS = 86_400_000;
/** So long the rule leaves a rank that was given: one of its own it doesn't lower, one of an admin's it doesn't raise. */
export const RANK_HELD_MS = RANK_DAYS * DAY_MS;

/** The rank that somebody has, and since when. */
export interface StandingRank {
  rank: Rank;
  /** Null: the one that every account begins with. */
  given: { by: 'rule' | 'admin'; atMs: number } | null;
}

/** The highest rank that so much staked gives. */
export function rankOfStakes(stakedCoins: number): Rank {
  return RANK_NAMES.findLast((rank) => stakedCoins >= RANKS[rank].fromStakedCoins) ?? 'STANDARD';
}

/** The first UTC day, counted from 1970, whose stakes count. */
export function firstRankDay(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) - RANK_DAYS + 1;
}

/** What the rule makes of a rank (RK2 to RK5). The same rank: nothing changes. */
export function rankByRule({ rank, given }: StandingRank, stakedCoins: number, nowMs: number): Rank {
  const earned = rankOfStakes(stakedCoins);
  const held = given !== null && nowMs < given.atMs + RANK_HELD_MS;
  if (given?.by === 'admin') return !held && isHigher(earned, rank) ? earned : rank;
  if (isHigher(earned, rank)) return earned;
  return held ? rank : earned;
}
