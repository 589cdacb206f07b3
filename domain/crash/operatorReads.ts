import type { Page } from '../page.ts';
import type { StoredBet } from './port.ts';
import type { Gap } from './round.ts';
import type { TableRules } from './tables.data.ts';

export const ROUND_STATUSES = ['betting', 'flying', 'settled', 'voided'] as const;
export type RoundStatus = (typeof ROUND_STATUSES)[number];

/** A round as operators see it. What decides it is null until it has ended: nobody may know more than the players. */
export interface OperatorRound {
  table: string;
  game: number;
  status: RoundStatus;
  startedAtMs: number;
  launchedAtMs: number | null;
  bustedAtMs: number | null;
  bustHundredths: number | null;
  hash: string | null;
  /** Bets that were not cancelled, their stakes, and what was paid to them so far. */
  bets: number;
  stakedCoins: number;
  paidCoins: number;
  voidReason: string | null;
}

export interface OperatorRoundDetail extends Omit<OperatorRound, 'bets'> {
  limits: TableRules;
  gaps: Gap[];
  bets: StoredBet[];
}

export interface RoundFilter {
  table?: string | undefined;
  playerId?: string | undefined;
  status?: RoundStatus | undefined;
  /** By their start; both inclusive. */
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

/** Who keeps a table. */
export interface LeaseStanding {
  table: string;
  /** The process that holds it, or null. */
  member: string | null;
  fence: number;
}

/** @throws StoreUnavailableError */
export interface OperatorReads {
  /** Newest first. */
  rounds(filter: RoundFilter, limit: number, cursor: string | null): Promise<Page<OperatorRound>>;
  round(table: string, game: number): Promise<OperatorRoundDetail | null>;
  leases(): Promise<LeaseStanding[]>;
}
