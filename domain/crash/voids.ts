import type { Notice } from '../notices/port.ts';
import type { Result } from '../result.ts';
import type { VoidDecision, VoidFacts } from './voiding.ts';

export interface VoidedRound {
  table: string;
  game: number;
  reason: string;
  hash: string;
  bustHundredths: number;
  /** Stakes that went back. */
  refunds: { betId: string; playerId: string; bot: boolean; amountCoins: number }[];
  /** What players are to be told now; null when it had been voided before, and nothing was changed. */
  news: {
    balances: { playerId: string; coins: number }[];
    notices: (Notice & { playerId: string })[];
  } | null;
}

export interface CrashVoids {
  /**
   * Voids an open round in one transaction that takes the table over. `judge` sees it with the lease's row locked,
   * and answers why not, or what becomes of it.
   * Fails with what `judge` says, `not_found`, `outdated` (it has settled) or `store_unavailable`.
   * @param hashOf the game's hash; asked before anything is locked
   */
  voidRound(
    table: string,
    game: number,
    reason: string,
    hashOf: (chainId: number) => Promise<Result<string>>,
    judge: (facts: VoidFacts) => Result<VoidDecision>,
  ): Promise<Result<VoidedRound>>;
}
