import type { Job, JobProgress } from '../../domain/backtest/port.ts';
import type { Ending, JobRuns, ProgressUpdate } from '../../domain/backtest/runs.ts';
import type { Result } from '../../domain/result.ts';
import type { JobThread, ThreadEnd } from './jobThread.ts';

/** Why a run is stopped before its end. */
export type StopCause = 'cancelled' | 'time_limit' | 'stopping';

/** A run that its owner no longer wants: what it cost is not given back. */
export const CANCELLED: Ending = { status: 'cancelled', reason: 'cancelled', refund: false };

/** One attempt of a job, on a thread of this process. */
export class RunningJob {
  readonly job: Job;
  /** Where it stands: what is told and written. */
  progress: JobProgress;
  /** Not written yet. */
  dirty = false;
  readonly #thread: JobThread;
  #cause: StopCause | null = null;

  constructor(job: Job, thread: JobThread) {
    this.job = job;
    this.progress = { stage: job.stage, percent: job.percent, equity: job.equity };
    this.#thread = thread;
  }

  /** The first cause counts: a process that stops gives no run back that was to end anyway. False: there was one. */
  stop(cause: StopCause): boolean {
    if (this.#cause !== null) return false;
    this.#cause = cause;
    this.#thread.stopRun();
    return true;
  }

  run(clockAheadMs: number, onProgress: () => void): Promise<ThreadEnd> {
    return this.#thread.run(this.job, clockAheadMs, (progress) => {
      this.progress = progress;
      this.dirty = true;
      onProgress();
    });
  }

  update(): ProgressUpdate {
    this.dirty = false;
    return { jobId: this.job.jobId, attempt: this.job.attempt, ...this.progress };
  }

  /** Brings the row to where the run came out. Null: it had been decided otherwise. */
  async settle(runs: JobRuns, end: ThreadEnd): Promise<Result<Job | null>> {
    const { jobId, attempt } = this.job;
    if (end.end === 'completed') return { ok: true, value: end.job };
    if (end.end === 'failed') {
      return end.final
        ? runs.end(jobId, attempt, { status: 'failed', reason: end.reason, refund: true })
        : runs.failAttempt(jobId, attempt, end.reason);
    }
    switch (this.#cause) {
      case 'cancelled':
        return runs.end(jobId, attempt, CANCELLED);
      case 'time_limit':
        return runs.end(jobId, attempt, { status: 'failed', reason: 'time_limit', refund: false });
      case 'stopping':
        return runs.giveBack(jobId, attempt);
      case null:
        return runs.failAttempt(jobId, attempt, 'internal');
    }
  }
}
