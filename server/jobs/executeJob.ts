import { createHash } from 'node:crypto';
import { barRange } from '../../domain/backtest/barRange.ts';
import type { Bars } from '../../domain/backtest/bars.ts';
import type { BacktestConfig } from '../../domain/backtest/config.ts';
import { MOST_STORED_POINTS } from '../../domain/backtest/jobRules.ts';
import type { Job, JobProgress, JobResult } from '../../domain/backtest/port.ts';
import type { EquityPoint } from '../../domain/backtest/result.ts';
import { runBacktest } from '../../domain/backtest/run.ts';
import type { Strategy } from '../../domain/backtest/strategy.ts';

/** Bars between two looks at the flag: some milliseconds, even with the largest strategies. */
const CHUNK_BARS = 4_096;
const REPORT_EVERY_MS = 250;

const STAGES: readonly [from: number, stage: JobProgress['stage']][] = [
  [100, 'stored'],
  [80, 'metrics'],
  [31, 'simulation'],
  [30, 'indicators'],
  [20, 'data'],
  [10, 'accepted'],
];

export interface ExecutionPorts {
  bars(sha256: string): Promise<Bars | null>;
  stopped(): boolean;
  report(progress: JobProgress): void;
  /** Monotonic. */
  nowMs(): number;
}

export type Execution =
  | { end: 'computed'; result: JobResult }
  | { end: 'stopped' }
  | { end: 'impossible'; message: string };

/** Loads a job's bars and runs it, reporting each stage, and in between at most 4 times a second. */
export async function executeJob(job: Job, ports: ExecutionPorts): Promise<Execution> {
  let stage: JobProgress['stage'] = 'accepted';
  let reportedAtMs = -Infinity;
  const report = (percent: number, equity: readonly EquityPoint[]) => {
    const reached = STAGES.find(([from]) => percent >= from)![1];
    const nowMs = ports.nowMs();
    if (reached === stage && nowMs - reportedAtMs < REPORT_EVERY_MS) return;
    stage = reached;
    reportedAtMs = nowMs;
    ports.report({ stage, percent, equity: [...equity] });
  };

  const stored = await ports.bars(job.datasetSha256);
  if (ports.stopped()) return { end: 'stopped' };
  if (stored === null) return { end: 'impossible', message: 'its data set is gone' };
  report(20, []);
  const bars = barRange(stored, job.fromMs, job.toMs);
  let equitySoFar: readonly EquityPoint[] = [];
  const ran = runBacktest(
    {
      ...{ strategy: job.strategy as unknown as Strategy, bars, datasetSha256: job.datasetSha256 },
      config: job.config as unknown as BacktestConfig,
    },
    {
      chunkBars: CHUNK_BARS,
      cancelled: ports.stopped,
      newSha256: () => createHash('sha256'),
      stage(percent, equity) {
        if (equity !== null) equitySoFar = equity;
        report(percent, equitySoFar);
      },
    },
  );
  if (!ran.ok) return { end: 'impossible', message: ran.error.message };
  if (ran.value.cancelled) return { end: 'stopped' };
  const { metrics, trades, equity, resultHash } = ran.value;
  return { end: 'computed', result: { metrics, trades, equity: thinned(bars.timeMs, equity), resultHash } };
}

/** Evenly, with the first and the last. */
function thinned(timeMs: Float64Array, equity: Float64Array): EquityPoint[] {
  const count = equity.length;
  const points = Math.min(count, MOST_STORED_POINTS);
  return Array.from({ length: points }, (_, at) => {
    const bar = points === 1 ? 0 : Math.round((at * (count - 1)) / (points - 1));
    return { atMs: timeMs[bar]!, value: equity[bar]! };
  });
}
