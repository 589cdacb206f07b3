import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { Broadcast } from './broadcast.ts';

/** What operators said to many. Failures are `store_unavailable` unless named. */
export interface BroadcastStore {
  /**
   * Keeps it. The same id again changes nothing and answers what is kept; with another fingerprint it is
   * `key_conflict`.
   */
  add(
    broadcast: Broadcast,
    fingerprint: bigint,
  ): Promise<Result<{ broadcast: Broadcast; repeated: boolean }>>;
  /** The one with this id and what was asked for then; null when there is none. */
  kept(id: string): Promise<Result<{ broadcast: Broadcast; fingerprint: bigint } | null>>;
  /** Null when there is none. A second time changes nothing. */
  cancel(id: string, nowMs: number): Promise<Result<{ before: Broadcast; after: Broadcast } | null>>;
  /** Those that are neither cancelled nor expired, in the order of their start. */
  pending(nowMs: number): Promise<Result<Broadcast[]>>;
  /** All, newest first. @throws StoreUnavailableError */
  list(limit: number, cursor: string | null): Promise<Page<Broadcast>>;
}
