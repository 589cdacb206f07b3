import type { Result } from '../result.ts';
import type { Cashout, Gap } from './round.ts';
import type { TableRules } from './tables.data.ts';

/** Who holds a table: written into every one of its transactions. `owner` is a UUID per process start. */
export interface Tenure {
  lease: string;
  table: string;
  owner: string;
  fence: number;
}

/** Lease of a table. Times are the database's. */
export interface LeaseStore {
  /**
   * Takes the lease if it is free, expired, or its owner's connection is gone; each taking adds one to
   * the fence. Null while someone else holds it.
   */
  acquire(table: string, owner: string): Promise<Result<Tenure | null>>;
  /**
   * Renews by 3 s. `heartbeatAtMs` says until when the table was served, on its owner's clock; null leaves
   * it, while a new owner has not taken the flight up: what it does before is no sign of life of the round.
   * A heartbeat never goes back.
   * `fenced` when someone else took the lease since.
   */
  renew(tenure: Tenure, heartbeatAtMs: number | null): Promise<Result<{ databaseNowMs: number }>>;
  /** Lets go of it, with a last heartbeat (as in `renew`). Nothing happens when it is someone else's. */
  release(tenure: Tenure, heartbeatAtMs: number | null): Promise<Result<void>>;
}

/** A bet as stored, with its end if it has one. */
export interface StoredBet {
  betId: string;
  playerId: string;
  nickname: string;
  bot: boolean;
  accountId: number;
  table: string;
  game: number;
  amountCoins: number;
  autoCashoutHundredths: number | null;
  receivedAtMs: number;
  sequence: number;
  /** The settled round's outcome decides between open and lost. */
  state: 'open' | 'cashed' | 'lost' | 'cancelled' | 'voided';
  cashout: Cashout | null;
  /** Sequence and receive time of the cancellation, if there was one. */
  cancelled: { receivedAtMs: number; sequence: number } | null;
}

/** A seed chain without its secrets. Game numbers run through a table's chains without a break. */
export interface Chain {
  id: number;
  table: string;
  length: number;
  terminator: string;
  /** '' until fixed. */
  salt: string;
  saltSource: string;
  edgePercent: number;
  firstGame: number;
  /** `firstGame + length - 1`, or earlier when it was replaced (FA19); `firstGame - 1` when none was played. */
  lastGame: number;
  status: 'announced' | 'active' | 'finished';
}

/** What a (new) owner finds: read in one transaction that asserts its fence. */
export interface TableSnapshot {
  databaseNowMs: number;
  /** The last round of the table, whatever its phase; null before the first. */
  round: StoredRound | null;
  /** Bets of that round (cancelled ones too), by betId; empty once it is settled. */
  bets: StoredBet[];
  /** The latest busts, newest first, at most 50. */
  lastBusts: { game: number; bustHundredths: number }[];
  /** Until when the table was served last; taking the lease leaves it. */
  heartbeatAtMs: number | null;
}

export interface StoredRound {
  game: number;
  chainId: number;
  phase: 'betting' | 'flying' | 'settled';
  startedAtMs: number;
  bettingEndsAtMs: number;
  launchedAtMs: number | null;
  betBookRoot: string | null;
  gaps: Gap[];
  /** Limits in force when the round was opened. */
  rules: TableRules;
}

/** What the closing transaction computed from the bets it found. */
export interface BookClosing {
  betBookRoot: string;
  launchedAtMs: number;
  /** Set when this closing fixes the chain's salt. */
  salt?: { salt: string; saltSource: string };
}

export interface BookEntry {
  betId: string;
  playerId: string;
  amountCoins: number;
  autoCashoutHundredths: number | null;
}

export interface Settlement {
  hash: string;
  bustHundredths: number;
  bustedAtMs: number;
  stakedCoins: number;
  paidCoins: number;
  betCount: number;
}

/** All of these fail with `fenced` or `store_unavailable` only, and are safe to repeat. */
export interface CrashStore {
  snapshot(tenure: Tenure): Promise<Result<TableSnapshot>>;
  /** Writes the round and the lease's game and phase `betting`. */
  openRound(
    tenure: Tenure,
    round: { game: number; chainId: number; startedAtMs: number; bettingEndsAtMs: number; rules: TableRules },
  ): Promise<Result<void>>;
  /** Opens the window of a betting round again (recovery, or no bet while the salt is not fixed). */
  extendBetting(tenure: Tenure, game: number, bettingEndsAtMs: number): Promise<Result<void>>;
  /**
   * Locks the lease row (so that no bet commits meanwhile), reads the bets, lets `close` compute root and
   * launch, writes them with phase `flying`. `close` may answer null: then nothing changes, the window
   * stays open. Closed already (a repeat): answers what was stored.
   */
  closeBook(
    tenure: Tenure,
    game: number,
    close: (bets: BookEntry[], chain: Chain) => BookClosing | null,
  ): Promise<Result<{ closing: BookClosing; chain: Chain; betIds: string[] } | null>>;
  recordGap(tenure: Tenure, game: number, gap: Gap): Promise<Result<void>>;
  /** Writes hash, bust and totals and phase `settled`. Refused (assertion) if a payout is missing. */
  settle(tenure: Tenure, game: number, settlement: Settlement): Promise<Result<void>>;
  /** A bet by id, for repeats and reconnections. */
  bet(betId: string): Promise<Result<StoredBet | null>>;
  /** The player's bets of a round (the last is the live one), for joining again. */
  betsOfPlayer(table: string, game: number, playerId: string): Promise<Result<StoredBet[]>>;
}

/** Chains with their secrets: used by the keeper of seeds only, never by a room. */
export interface ChainStore {
  /** In the order in which they were committed. */
  chains(table: string): Promise<Chain[]>;
  /** Stores a chain and its encrypted checkpoints; checkpoint `i` is the hash of the chain's game `(i + 1) * 1000` or its last. */
  insert(chain: Omit<Chain, 'id' | 'lastGame'>, checkpoints: readonly Uint8Array[]): Promise<Chain>;
  checkpoint(chainId: number, index: number): Promise<Uint8Array>;
  /** Makes the announced chain the active one, and the active one finished. */
  activate(chainId: number): Promise<void>;
}
