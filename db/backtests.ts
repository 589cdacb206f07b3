import type { JobStore } from '../domain/backtest/port.ts';
import type { JobQueue } from '../domain/backtest/queue.ts';
import type { JobRuns } from '../domain/backtest/runs.ts';
import { openJobMessages } from './jobMessages.ts';
import { openPool } from './pool.ts';
import { jobQueue } from './stores/backtestQueue.ts';
import { jobRuns } from './stores/backtestRuns.ts';
import { jobStore } from './stores/backtests.ts';

export interface BacktestStores {
  jobs: JobStore & JobQueue;
  runs: JobRuns;
  close(): Promise<void>;
}

export interface BacktestOptions {
  url: string;
  /** UUID of this process start, whose lock `openDatabase` holds. */
  ownerId: string;
  nowMs: () => number;
  /** Of pg-boss' maintenance, which goes on by itself. */
  onError: (error: Error) => void;
}

/** The queue of backtests, on connections of its own: charging waits for no read, and no bet waits for a backtest. */
export async function openBacktests({
  url,
  ownerId,
  nowMs,
  onError,
}: BacktestOptions): Promise<BacktestStores> {
  const messages = await openJobMessages(url, onError);
  const pool = openPool(url, 'fairground jobs');
  const parts = { pool, messages, ownerId, nowMs };
  return {
    jobs: { ...jobStore(parts), ...jobQueue(parts) },
    runs: jobRuns(parts),
    async close() {
      await messages.close();
      await pool.end();
    },
  };
}
