import { MOST_STORED_TRADES } from '../../domain/backtest/jobRules.ts';
import type { Metrics } from '../../domain/backtest/metrics.ts';
import type { LeaderboardRow } from '../../domain/backtest/strategies.ts';
import { firstDifference } from '../../domain/fairness/firstDifference.ts';
import type { BacktestRecords } from './backtestRecords.ts';
import { NothingToCheck } from './httpReader.ts';
import { type RunAgain, runAgain, type Wrong } from './runAgain.ts';

export type BacktestOutcome =
  | { kind: 'valid'; bars: number; trades: number; resultHash: string }
  | ({ kind: 'mismatch' } & Wrong);

export type LeaderboardOutcome =
  | { kind: 'valid'; rows: number }
  | ({ kind: 'mismatch'; rank: number } & Wrong)
  | { kind: 'nothing' };

/** Metrics may use exp, log and pow, whose last bits differ between machines; they are outside of the hash. */
const METRIC_TOLERANCE = 1e-9;

/** Runs a completed backtest again from its public inputs and its data, and compares all that was published of it. */
export async function verifyBacktest(records: BacktestRecords, jobId: string): Promise<BacktestOutcome> {
  const job = await records.job(jobId);
  if (job === null) throw new NothingToCheck(`there is no backtest ${jobId} that this reader may see`);
  if (job.status !== 'completed')
    throw new NothingToCheck(`backtest ${jobId} is ${job.status}, not completed`);
  const result = await records.result(jobId);
  if (result === null) return wrong('result', 'is said to be there, but is not');
  const bytes = await records.bars(String(job.datasetId), jobId);
  if (bytes === null) throw new NothingToCheck('the data that it ran on are not there');
  const again = runAgain(job, bytes);
  if ('field' in again) return { kind: 'mismatch', ...again };

  if (job.bars !== again.bars) return wrong('bars', `is ${job.bars}, the data have ${again.bars}`);
  for (const { of, resultHash } of [
    { of: 'resultHash', resultHash: job.resultHash },
    { of: 'result.resultHash', resultHash: result.resultHash },
  ]) {
    if (resultHash !== again.resultHash) return wrong(of, `is ${resultHash}, recomputed ${again.resultHash}`);
  }
  const trades = firstDifference('trades', result.trades, again.trades.slice(0, MOST_STORED_TRADES));
  if (trades !== null) return wrong(trades.field, trades.reason);
  const equity = unlikeEquity(result.equity, again);
  if (equity !== null) return { kind: 'mismatch', ...equity };
  for (const metrics of [job.metrics, result.metrics]) {
    const unlike = unlikeMetrics(metrics, again.metrics);
    if (unlike !== null) return { kind: 'mismatch', ...unlike };
  }
  return { kind: 'valid', bars: again.bars, trades: again.trades.length, resultHash: again.resultHash };
}

/** The same for every row of the leaderboard, from nothing but the row and the data that it names. */
export async function verifyLeaderboard(records: BacktestRecords): Promise<LeaderboardOutcome> {
  const rows = await records.leaderboard();
  if (rows.length === 0) return { kind: 'nothing' };
  for (const [index, row] of rows.entries()) {
    const unlike = await unlikeRow(records, row);
    if (unlike !== null) return { kind: 'mismatch', rank: index + 1, ...unlike };
  }
  return { kind: 'valid', rows: rows.length };
}

async function unlikeRow(records: BacktestRecords, row: Partial<LeaderboardRow>): Promise<Wrong | null> {
  const bytes = await records.bars(String(row.inputs?.datasetId), row.jobId);
  if (bytes === null) return { field: 'inputs.datasetId', reason: 'names data that are not there' };
  const again = runAgain(row.inputs ?? {}, bytes);
  if ('field' in again) return again;
  const { metrics } = again;
  for (const field of ['resultHash', 'strategyHash'] as const) {
    if (row[field] !== again[field]) {
      return { field, reason: `is ${row[field]}, recomputed ${again[field]}` };
    }
  }
  for (const field of ['sharpe', 'cagr', 'totalReturn', 'trades'] as const) {
    if (!alike(row[field], metrics[field].value)) {
      return { field, reason: `is ${row[field]}, recomputed ${metrics[field].value}` };
    }
  }
  return null;
}

/** The published curve is thinned: each of its points must be the equity at that bar, first and last included. */
function unlikeEquity(points: unknown, { equity, timeMs }: RunAgain): Wrong | null {
  if (!Array.isArray(points) || points.length === 0) return { field: 'equity', reason: 'is no curve' };
  let bar = -1;
  for (const [index, point] of points.entries()) {
    bar = timeMs.indexOf(point?.atMs, bar + 1);
    const isEnd = index === 0 ? bar === 0 : index < points.length - 1 || bar === equity.length - 1;
    if (bar < 0 || !isEnd) {
      return { field: `equity[${index}].atMs`, reason: `is ${point?.atMs}: not the bar that belongs here` };
    }
    if (point.value !== equity[bar]) {
      return { field: `equity[${index}].value`, reason: `is ${point.value}, recomputed ${equity[bar]}` };
    }
  }
  return null;
}

function unlikeMetrics(claimed: unknown, metrics: Metrics): Wrong | null {
  for (const [name, { value, definition, reason }] of Object.entries(metrics)) {
    const said = (claimed as Partial<Record<string, Partial<typeof metrics.sharpe>>> | null)?.[name];
    const field = `metrics.${name}`;
    if (!alike(said?.value, value)) return { field, reason: `is ${said?.value}, recomputed ${value}` };
    if (said?.definition !== definition || said.reason !== reason) {
      return { field, reason: `is defined as ${said?.definition}, recomputed by ${definition}` };
    }
  }
  return null;
}

function alike(said: unknown, value: number | null): boolean {
  if (value === null || typeof said !== 'number') return said === value;
  return Math.abs(said - value) <= METRIC_TOLERANCE * Math.max(1, Math.abs(value));
}

function wrong(field: string, reason: string): BacktestOutcome {
  return { kind: 'mismatch', field, reason };
}
