import type { Instruments } from './registry.ts';

const JOB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** How the cluster's queue stands. */
export interface QueueStanding {
  queued: number;
  running: number;
  oldestWaitMs: number;
}

export interface JobMetrics {
  /** Times of a backtest that ended here: until its first start, and from there to its end; null: never started. */
  backtestEnded(status: string, waitMs: number | null, runMs: number | null): void;
}

/** @param standing null while the database is away: then the gauges say nothing. */
export function jobMetrics(
  { counter, gauge, histogram }: Instruments,
  standing: () => Promise<QueueStanding | null>,
): JobMetrics {
  const ended = counter('backtests_total', 'Backtests ended by this process', ['status']);
  const wait = histogram('backtest_wait_seconds', 'Time until a backtest started', JOB_SECONDS);
  const run = histogram('backtest_run_seconds', 'Time from its start to its end', JOB_SECONDS);
  /** One look for both gauges. */
  let look: Promise<QueueStanding | null> | null = null;
  const now = () => {
    look ??= standing()
      .catch(() => null)
      .finally(() => {
        look = null;
      });
    return look;
  };
  gauge('backtest_queue_jobs', 'Backtests of the cluster by what they are at', ['state'], async (depth) => {
    const queue = await now();
    depth.reset();
    if (queue === null) return;
    depth.set({ state: 'queued' }, queue.queued);
    depth.set({ state: 'running' }, queue.running);
  });
  gauge(
    'backtest_queue_oldest_wait_seconds',
    'How long the oldest waiting backtest has waited',
    [],
    async (age) => {
      const queue = await now();
      age.reset();
      if (queue !== null) age.set(queue.oldestWaitMs / 1_000);
    },
  );
  return {
    backtestEnded(status, waitMs, runMs) {
      ended.inc({ status });
      if (waitMs !== null) wait.observe(waitMs / 1_000);
      if (runMs !== null) run.observe(runMs / 1_000);
    },
  };
}
