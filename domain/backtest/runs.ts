import type { Result } from '../result.ts';
import type { Job, JobProgress, JobResult } from './port.ts';

/** Where a running job got to. */
export interface ProgressUpdate extends JobProgress {
  jobId: string;
  attempt: number;
}

export interface Ending {
  status: 'failed' | 'cancelled';
  reason: string;
  refund: boolean;
}

/**
 * A worker's side of jobs. Each call is one transaction that changes the row only from the state that it expects.
 * What is null had been decided otherwise before.
 */
export interface JobRuns {
  /** Takes the first job out of the queue: `running`, one attempt more. Null when none may be started. */
  take(): Promise<Result<Job | null>>;
  /** Writes where these stand, each unless it has left that attempt. */
  save(updates: readonly ProgressUpdate[]): Promise<Result<void>>;
  /** Those of them that were asked to stop, or that left this process' hands. */
  toStop(jobIds: readonly string[]): Promise<Result<string[]>>;
  /**
   * `completed`, with its result and its run for the leaderboard, unless a terminal state is there: of two attempts
   * whichever is first, since they compute the same.
   */
  complete(jobId: string, result: JobResult): Promise<Result<Job | null>>;
  /** Back into the queue, after a pause; after the last attempt `failed` and refunded. */
  failAttempt(jobId: string, attempt: number, reason: string): Promise<Result<Job | null>>;
  /** Ends this attempt's job for good. */
  end(jobId: string, attempt: number, ending: Ending): Promise<Result<Job | null>>;
  /** Back into the queue at once, the attempt not counted: the process stops. */
  giveBack(jobId: string, attempt: number): Promise<Result<Job | null>>;
  /**
   * Gives back what runs as this process' but is none of these: it was taken, and the answer was lost. Not beside
   * a `take`, whose job is not among these yet.
   */
  giveBackLost(jobIds: readonly string[]): Promise<Result<void>>;
  /** Jobs whose process is gone go back into the queue at once; after the last attempt they failed. */
  recoverAbandoned(): Promise<Result<Job[]>>;
}
