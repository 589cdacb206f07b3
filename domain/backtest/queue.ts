import type { Result } from '../result.ts';
import type { Job } from './port.ts';

/** How the queue of backtests stands, for operators. */
export interface QueueStanding {
  queued: number;
  running: number;
  /** Failed for good within the last 24 hours. */
  failed24h: number;
  /** 0 when nothing waits. */
  oldestWaitMs: number;
  /** Of jobs that were started, and that ended, within the last 24 hours; null when there were none. */
  averageWaitMs: number | null;
  averageRunMs: number | null;
}

/** What operators may do to jobs, whoever owns them. */
export interface JobQueue {
  standing(): Promise<Result<QueueStanding>>;
  /** A failed or cancelled job waits again, uncharged; `outdated` in any other state, `not_found`. */
  retry(jobId: string): Promise<Result<Job>>;
  /** As its owner's cancel: queued is cancelled and refunded, running is told to stop. `not_found`. */
  cancelAny(jobId: string): Promise<Result<Job>>;
}
