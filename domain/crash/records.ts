import type { MerkleStep } from '../fairness/betBook.ts';
import type { Page } from '../page.ts';
import type { Cashout, Gap } from './round.ts';
import type { TableRules } from './tables.data.ts';

/** A settled round, as `GET /api/fairness/crash/{table}/rounds` lists it. Public for ever. */
export interface RoundSummary {
  game: number;
  chainId: number;
  salt: string;
  hash: string;
  bustHundredths: number;
  betBookRoot: string;
  startedAtMs: number;
  launchedAtMs: number;
  bustedAtMs: number;
  bets: number;
  stakedCoins: number;
  paidCoins: number;
  voided: boolean;
  voidReason?: string;
}

export interface RecordedBet {
  betId: string;
  playerId: string;
  bot?: true;
  amountCoins: number;
  autoCashoutHundredths?: number;
  proof: MerkleStep[];
  cashout?: Cashout;
}

/** `GET /api/fairness/crash/{table}/rounds/{game}`: everything that the verifier replays. */
export interface RoundRecord extends Omit<RoundSummary, 'bets'> {
  table: string;
  bets: RecordedBet[];
  cancelled: {
    betId: string;
    playerId: string;
    amountCoins: number;
    receivedAtMs: number;
    sequence: number;
  }[];
  gaps: Gap[];
  limits: TableRules;
}

export interface CrashReads {
  /** Settled rounds, newest first. `cursor` is the last page's `next`. */
  rounds(table: string, limit: number, cursor: string | null): Promise<Page<RoundSummary>>;
  /** A settled round with all of its bets (proofs computed), or null while it is not settled or unknown. */
  round(table: string, game: number): Promise<RoundRecord | null>;
  latestGame(table: string): Promise<number>;
  /** Public counts of rounds with gaps and of voided ones. */
  blemishes(table: string): Promise<{ gaps: number; voids: number }>;
}
