import type { MerkleStep } from '../fairness/betBook.ts';
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

/** A page of a list, newest first. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** A finished or open game of a player, as `GET /api/me/history` lists it. */
export interface GameSummary {
  gameId: string;
  game: 'crash';
  startedAtMs: number;
  endedAtMs: number | null;
  betCoins: number;
  payoutCoins: number;
  netCoins: number;
  balanceBeforeCoins: number;
  balanceAfterCoins: number;
  oddsHash: string;
  proof: { table: string; game: number };
  outcome: 'open' | 'cashed' | 'lost' | 'cancelled' | 'voided';
  atHundredths: number | null;
}

/** A player's ledger line, as `GET /api/me/transfers` lists it. */
export interface TransferLine {
  id: number;
  atMs: number;
  kind: string;
  amountCoins: number;
  balanceAfterCoins: number;
  currency: string;
  gameId?: string;
}

export interface CrashReads {
  /** Settled rounds, newest first. `cursor` is the last page's `next`. */
  rounds(table: string, limit: number, cursor: string | null): Promise<Page<RoundSummary>>;
  /** A settled round with all of its bets (proofs computed), or null while it is not settled or unknown. */
  round(table: string, game: number): Promise<RoundRecord | null>;
  latestGame(table: string): Promise<number>;
  /** Public counts of rounds with gaps and of voided ones. */
  blemishes(table: string): Promise<{ gaps: number; voids: number }>;
  history(
    playerId: string,
    game: string | null,
    limit: number,
    cursor: string | null,
  ): Promise<Page<GameSummary>>;
  /** One game of this player; gameId is the bet's id. */
  game(playerId: string, gameId: string): Promise<GameSummary | null>;
  transfers(playerId: string, limit: number, cursor: string | null): Promise<Page<TransferLine>>;
}
