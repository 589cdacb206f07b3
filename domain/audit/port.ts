import type { JsonValue } from '../canonicalJson.ts';
import type { Role } from '../identity/port.ts';
import type { Page } from '../page.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Result } from '../result.ts';

/**
 * `asked`: written before anything is changed, so that nothing happens without a trace. `done` and `refused`: how the
 * call with this `requestId` ended.
 */
export type AuditOutcome = 'asked' | 'done' | 'refused';

/** What a call changed, or meant to: `target` is an id or name; `before` and `after` are null where there is neither. */
export interface AuditChange {
  target: string;
  before: JsonValue;
  after: JsonValue;
}

/** One line of the audit: who did what, to whom, from where, and how it ended. */
export interface AuditEntry extends AuditChange {
  /** Of one call: its lines share it. */
  requestId: string;
  actorId: string;
  /** As they were at that moment. */
  actorNickname: string;
  actorRole: Role;
  /** The route's, such as `players.ban`. */
  action: string;
  reason: string | null;
  outcome: AuditOutcome;
  /** Why it was refused. */
  code: ErrorCode | null;
  /** The peer's, as the transport decided it. */
  address: string;
}

export interface AuditLine extends AuditEntry {
  id: number;
  /** By the database's clock. */
  atMs: number;
}

export interface AuditFilter {
  actorId?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
}

/** Append-only, by trigger. */
export interface AuditStore {
  /** All of them or none. Fails with `store_unavailable` only. */
  write(entries: readonly AuditEntry[]): Promise<Result<void>>;
  /** Newest first. @throws StoreUnavailableError */
  list(filter: AuditFilter, limit: number, cursor: string | null): Promise<Page<AuditLine>>;
}
