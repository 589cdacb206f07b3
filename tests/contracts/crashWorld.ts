import type { CrashStores } from '../db/crashTable.ts';

/** The stores of a table's owner, and what a test needs to see and do around them. */
export interface CrashWorld extends CrashStores {
  /** A second writer on the same accounts. */
  another(): Promise<Pick<CrashStores, 'ledger'>>;
  nowMs(): Promise<number>;
  /** Makes the lease look as if its owner had not renewed it for a while. */
  expire(table: string): Promise<void>;
  /** An owner as another process would be, seen to live until it dies. */
  process(): Promise<{ owner: string; die(): Promise<void> }>;
  lease(table: string): Promise<{ fence: number; heartbeatAtMs: number | null }>;
  dispose(): Promise<void>;
}
