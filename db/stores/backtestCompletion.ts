import { zstdCompressSync } from 'node:zlib';
import type pg from 'pg';
import { MOST_STORED_TRADES, marketCondition } from '../../domain/backtest/jobRules.ts';
import type { Job, JobResult } from '../../domain/backtest/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';
import { lockJob, readJob, toJob } from './backtestRows.ts';

const DAY_MS = 86_400_000;

/** See `JobRuns.complete`. Workers call it in their threads, over connections of their own: a result is large. */
export function completeJob(
  pool: pg.Pool,
  jobId: string,
  result: JobResult,
  nowMs: number,
): Promise<Result<Job | null>> {
  return orUnavailable(async () => {
    const stored: JobResult = { ...result, trades: result.trades.slice(0, MOST_STORED_TRADES) };
    const compressed = zstdCompressSync(JSON.stringify(stored));
    const metrics = JSON.stringify(result.metrics);
    const job = await transact(pool, async (client) => {
      const row = await lockJob(client, jobId);
      if (row === null || (row.status !== 'queued' && row.status !== 'running')) return null;
      await client.query(
        `update backtest_job
            set status = 'completed', stage = 'stored', percent = 100, metrics = $2, result_hash = $3, owner = null,
                reason = null, ended_at_ms = $4
          where job_id = $1`,
        [jobId, metrics, result.resultHash, nowMs],
      );
      await client.query('insert into backtest_result (job_id, compressed) values ($1, $2)', [
        jobId,
        compressed,
      ]);
      const days = (Number(row.to_ms) - Number(row.from_ms)) / DAY_MS;
      const value = (name: keyof JobResult['metrics']) => result.metrics[name].value;
      await client.query(
        `insert into strategy_run (job_id, player_id, strategy_hash, market_condition, sharpe, cagr, total_return,
                                   trades, days, result_hash, ended_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[jobId, row.player_id, row.strategy_hash, marketCondition(value('buyAndHoldReturn') ?? 0, days)],
          ...[value('sharpe'), value('cagr'), value('totalReturn'), value('trades') ?? 0, days],
          ...[result.resultHash, nowMs],
        ],
      );
      return toJob((await readJob(client, jobId))!);
    });
    return ok(job);
  });
}
