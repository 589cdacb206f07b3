import type { Bars } from '../../domain/backtest/bars.ts';
import type { Job, JobProgress } from '../../domain/backtest/port.ts';

/** What a worker thread is started with. */
export interface ThreadData {
  url: string;
}

/** A run for a worker thread. */
export interface RunOrder {
  job: Job;
  /** Those of its data set, if they are in memory; else the thread reads them. */
  bars: Bars | null;
  /** One number: not 0 means stop. */
  stop: SharedArrayBuffer;
  /** Of the process' clock over the thread's. */
  clockAheadMs: number;
}

/** How a run came out. `completed` with null: another attempt had ended the job before. */
export type RunEnd =
  | { end: 'completed'; job: Job | null }
  | { end: 'stopped' }
  /** `final`: another attempt would come to the same. */
  | { end: 'failed'; reason: string; final: boolean; message: string };

/** `bars`: those of the job's data set, read and not known before; other runs may need them. */
export type ThreadMessage = { progress: JobProgress } | { bars: Bars } | RunEnd;
