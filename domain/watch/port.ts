import type { JsonValue } from '../canonicalJson.ts';
import type { Result } from '../result.ts';
import type { WatchDelta } from './tally.ts';
import type { WatchStanding } from './verdict.ts';

export interface WatchStore {
  /** Adds to the running tests, starting those that are not there yet; answers how they stand now. */
  add(deltas: readonly WatchDelta[], nowMs: number): Promise<WatchStanding[]>;
  /** The running tests, one per game, variant and measure: of the odds that were observed last. */
  standings(): Promise<WatchStanding[]>;
  /** Latches a test's alarm (RW11); true for the one who was first. */
  alarm(standing: WatchStanding, nowMs: number): Promise<boolean>;
  /** Ends a variant's running tests, which stay on record with who and why: the next delta starts new ones. */
  restart(
    variant: { game: string; variant: string },
    ended: { by: string; reason: string; atMs: number },
  ): Promise<Result<{ restarted: number }>>;
}

/** Something about one player or client that an operator should look at. */
export interface Anomaly {
  kind: 'winner' | 'rejected';
  /** A player's id, or an address where there is no player. */
  subject: string;
  /** What happened once: the same subject and scope is the same anomaly, told again with a higher amount. */
  scope: string;
  amount: number;
  data: Record<string, JsonValue>;
  atMs: number;
}

export interface AnomalyStore {
  /** Keeps each by member, kind, subject and scope; a later one replaces the one before. */
  keep(memberId: string, anomalies: readonly Anomaly[]): Promise<void>;
  /** Amounts of all members together, at least `least`, newest first; with the player's nickname where it is one. */
  list(
    kind: Anomaly['kind'],
    least: number,
    limit: number,
  ): Promise<(Anomaly & { nickname: string | null })[]>;
  /** Forgets what is older. */
  forget(beforeMs: number): Promise<void>;
}
