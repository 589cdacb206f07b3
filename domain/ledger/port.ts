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
  'slots.spin',
  'gacha.pull',
  'rps.throw',
  'rps.stake',
  'rps.finish',
  'backtest.charge',
  'backtest.refund',
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

/**
 * A change of one of the documents that games depend on (`game_state`): a streak, pity, a match. It is made only
 * if the document still is `before`; otherwise the item is `outdated`. Both are canonical JSON.
 */
export interface StateChange {
  /** UUID of the player or match that it belongs to. */
  ownerId: string;
  /** Which of the owner's documents, such as `slots/neon3/100`. */
  scope: string;
  /** Null: there is none yet. */
  before: string | null;
  /** Null: it goes. The same as `before`: it is asserted only. */
  after: string | null;
  /** When a sweeper has to look at it if nobody else did; null: never. */
  dueAtMs: number | null;
}

/**
 * What a pull saw of a limited item, and takes of it. `seen` is the true number left, cut off at `cap` (as many
 * as the pull could take at most): it must still be so, otherwise the item is `outdated`. So what others take
 * does not matter before an item runs short.
 */
export interface StockUse {
  banner: string;
  item: string;
  seen: number;
  cap: number;
  taken: number;
}

/** A finished game of a player's, as it is recalled and verified. Texts are JSON. */
export interface GameRecordRow {
  gameId: string;
  playerId: string;
  game: 'slots' | 'gacha' | 'rps' | 'rps_match';
  /** The machine or banner; `house` for rock-paper-scissors against the house, `match` between players. */
  variant: string;
  sessionId: string | null;
  /** Null for a match between players: nothing is drawn there. */
  pair: { pairId: string; nonce: number } | null;
  betCoins: number;
  payoutCoins: number;
  startedAtMs: number;
  endedAtMs: number;
  oddsHash: string;
  /** Canonical JSON: what the outcome depends on beside seeds, bet and odds. */
  inputs: string;
  /** Every step: what is answered to the player, and replayed by a verifier. */
  outcome: string;
  /** How often what came up, such as `{"win":1}` or `{"common":8,"rare":2}`: added up in sessions and statistics. */
  tally: string;
  /** The transfer that took the stake; null: this item's first leg. */
  stakeTransferId: number | null;
  /** The leg of this item that pays the player; null: none does. */
  payoutLeg: number | null;
}

/**
 * What a game writes with its money. `pair`: locked, must be active and at this nonce (otherwise `outdated`), and
 * goes to the next one.
 */
export interface PlayRow {
  type: 'play';
  pair: { pairId: string; nonce: number } | null;
  states: readonly StateChange[];
  stock: readonly StockUse[];
  games: readonly GameRecordRow[];
}

/** One operation: all of it is written, or nothing. */
export interface LedgerItem {
  /** UUID made by `operationKey`: who, which operation, whose key. */
  key: string;
  /**
   * `bodyFingerprint` of the request: the same key with another one is `key_conflict`. So are other legs, except
   * for a `play`: a repeat of one was computed from other seeds, and is known by its key, kind and fingerprint.
   */
  fingerprint: bigint;
  kind: TransferKind;
  /** 1 to 4 legs. */
  legs: readonly [Leg, ...Leg[]];
  /** The account whose balance the answer carries (one of the legs' accounts). */
  answerAccountId: number;
  /** What this belongs to (a bet id, a game id): a UUID, stored with each transfer. */
  ref: string | null;
  claim: Claim | null;
  row: CrashBetRow | CrashBetEndRow | PlayRow | null;
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
  'outdated', // a pair, document or stock of a game is no longer what the item was computed from
  'forbidden', // the player's account is blocked
  'limit_exceeded', // a limit that the player set (`domain/limits/SPEC.md`)
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
