import type { ErrorCode } from '../protocol/errors.ts';
import type { Result } from '../result.ts';

/** Why money moved. Stands in every transfer, and in the player's own lines. */
export const TRANSFER_KINDS = [
  'grant.welcome',
  'grant.daily',
  'grant.bot',
  'grant.admin',
  'crash.bet',
  'crash.cancel',
  'crash.cashout',
  'crash.void',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** One transfer: `amount` (> 0, in the accounts' currency) leaves `debitAccountId` for `creditAccountId`. */
export interface Leg {
  debitAccountId: number;
  creditAccountId: number;
  amount: number;
}

/**
 * What a table's item asserts: that its writer still holds the lease (same fence), and that the lease's
 * game and phase are these. Otherwise the item is `fenced`, or `round_closed`.
 */
export interface Claim {
  lease: string;
  fence: number;
  game: number;
  phase: 'betting' | 'flying';
}

/** A crash bet, written with its stake's transfer. */
export interface CrashBetRow {
  type: 'crashBet';
  betId: string;
  table: string;
  game: number;
  playerId: string;
  amountCoins: number;
  autoCashoutHundredths: number | null;
  receivedAtMs: number;
  sequence: number;
}

/** How a crash bet ended: at most one per bet, for ever. A second end of the same bet is `no_active_bet`. */
export interface CrashBetEndRow {
  type: 'crashBetEnd';
  betId: string;
  end: 'cashed' | 'cancelled' | 'voided';
  atHundredths: number | null;
  payoutCoins: number;
  receivedAtMs: number;
  sequence: number;
  reason: 'player' | 'auto' | 'limit' | 'gap' | null;
}

/** One operation: all of it is written, or nothing. */
export interface LedgerItem {
  /** UUID made by `operationKey`: who, which operation, whose key. */
  key: string;
  /** `bodyFingerprint` of the request: the same key with another one is `key_conflict`. */
  fingerprint: bigint;
  kind: TransferKind;
  /** 1 to 4 legs. */
  legs: readonly [Leg, ...Leg[]];
  /** The account whose balance the answer carries (one of the legs' accounts). */
  answerAccountId: number;
  /** What this belongs to (a bet id, a game id): a UUID, stored with each transfer. */
  ref: string | null;
  claim: Claim | null;
  row: CrashBetRow | CrashBetEndRow | null;
}

/** What a key is bound to. `repeated` says that this call wrote nothing, because the key had been used. */
export interface Posting {
  transferId: number;
  /** The `ref` stored under the key: on a repeat the first call's, not this one's. */
  ref: string | null;
  /** Balance of the answer account right after this posting (on a repeat: after the original one). */
  balance: number;
  repeated: boolean;
}

/** The codes a posting may fail with, in the order of their checks; only `store_unavailable` leaves the outcome open. */
export const POST_ERRORS = [
  'key_conflict',
  'invalid_amount',
  'not_found', // an account that does not exist, or legs of different currencies
  'fenced',
  'round_closed',
  'no_active_bet',
  'forbidden', // the player's account is blocked
  'insufficient_funds',
  'store_unavailable',
] as const satisfies readonly ErrorCode[];

/** A posting found by its key. */
export interface StoredPosting {
  key: string;
  fingerprint: bigint;
  kind: TransferKind;
  transferId: number;
  ref: string | null;
  balance: number;
}

export interface LedgerStore {
  /**
   * Posts one operation durably: resolved means committed (or refused, and nothing written).
   * `insufficient_funds` carries `details.balance`. After 2 s without an answer it is
   * `store_unavailable`: outcome unknown, so retry with the same key.
   */
  post(item: LedgerItem): Promise<Result<Posting>>;
  /** What the key is bound to, or null. Fails with `store_unavailable` only. */
  lookup(key: string): Promise<Result<StoredPosting | null>>;
}
