import { createHash } from 'node:crypto';
import type { GameRecordRow, LedgerStore } from '../../domain/ledger/port.ts';
import type { LimitKind, LimitWish } from '../../domain/limits/limits.ts';
import type { Period } from '../../domain/limits/periods.ts';

export interface WorldPlayer {
  playerId: string;
  coins: number;
  credits: number;
}

/** A ledger and what a test needs to see and do around it. */
export interface LedgerWorld {
  ledger: LedgerStore;
  /** A second writer on the same accounts. */
  secondWriter(): Promise<LedgerStore>;
  /** A player with empty accounts. */
  player(): Promise<WorldPlayer>;
  block(accountId: number, blocked: boolean): Promise<void>;
  limit(player: WorldPlayer, wish: LimitWish): Promise<void>;
  pause(player: WorldPlayer, hours: number): Promise<void>;
  exclude(player: WorldPlayer, days: number): Promise<void>;
  /** The player played so much longer today. */
  played(player: WorldPlayer, ms: number): Promise<void>;
  used(player: WorldPlayer, kind: LimitKind, period: Period): Promise<number | null>;
  /** A day later: all that was is a day older. */
  passDay(): Promise<void>;
  /** What the player staked so far it staked on another day of this week: the day before, on a Monday the day after. */
  otherDayOfWeek(player: WorldPlayer): Promise<void>;
  /** Writes the lease of a table, as its owner's takeovers and rounds would. */
  lease(table: string, now: { fence: number; game: number; phase: string }): Promise<void>;
  balance(accountId: number): Promise<number>;
  transfers(): Promise<{ key: string; debitAccountId: number; creditAccountId: number; amount: number }[]>;
  /** Sum of all balances of a currency. */
  total(currency: string): Promise<number>;
  betIds(): Promise<string[]>;
  endedBetIds(): Promise<string[]>;
  /** An active seed pair of the player's, at nonce 0: its id. The one before it is revealed. */
  pair(playerId: string): Promise<string>;
  reveal(pairId: string): Promise<void>;
  nonce(pairId: string): Promise<number>;
  /** A document as canonical JSON, or null. */
  document(ownerId: string, scope: string): Promise<string | null>;
  setStock(banner: string, item: string, left: number): Promise<void>;
  stock(banner: string, item: string): Promise<number>;
  games(): Promise<RecordedGame[]>;
  close(): Promise<void>;
}

/** What is compared of a game's record. */
export type RecordedGame = Pick<
  GameRecordRow,
  'gameId' | 'playerId' | 'pair' | 'betCoins' | 'payoutCoins'
> & {
  inputs: unknown;
  outcome: unknown;
  stakeId: number;
  payoutId: number | null;
};

/** The same UUID for the same name: scripts name keys and bets with words. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
