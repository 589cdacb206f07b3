import { z } from 'zod';

/** Request `cancel {}` of the `backtest` room: the owner's. */
export const CancelBacktestRequest = z.object({});

/** State of the `backtest` room as a client sees it. */
export interface BacktestStateView {
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  stage: string;
  percent: number;
  /** At most 400 points. */
  equity: { atMs: number; value: number }[];
  /** '' until completed. */
  resultHash: string;
}

/** Message `done`: the job has ended. */
export interface BacktestDone {
  status: 'completed' | 'failed' | 'cancelled';
  reason: string | null;
  resultHash: string | null;
}
