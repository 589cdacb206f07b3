import type { Rank, RankChange } from './port.ts';
import type { StandingRank } from './rankRule.ts';

/** A player whose rank the rule has to look at. */
export interface RankCandidate {
  playerId: string;
  standing: StandingRank;
  /** Within `RANK_DAYS`. */
  stakedCoins: number;
}

/** Ranks as they are stored. Every method throws `StoreUnavailableError` when the database is away. */
export interface RankStore {
  /**
   * Gives a player a rank, and keeps that it was so; the same rank again is kept too, since it holds from then on.
   * Null: no such player.
   * @param by an admin's id, or `RULE`
   */
  setRank(
    playerId: string,
    rank: Rank,
    by: string,
    reason: string,
  ): Promise<{ before: Rank; after: Rank } | null>;
  /** Newest first. */
  rankHistory(playerId: string): Promise<RankChange[]>;
  /**
   * Counts the stakes of the next minute at most, unless another process is at it, and answers who staked something
   * in it. `behind`: there is more to count at once.
   */
  countStakes(nowMs: number): Promise<{ candidates: RankCandidate[]; behind: boolean }>;
  /** Everybody above STANDARD. */
  ranked(nowMs: number): Promise<RankCandidate[]>;
}
