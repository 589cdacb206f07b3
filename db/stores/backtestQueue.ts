import { MOST_ATTEMPTS } from '../../domain/backtest/jobRules.ts';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import { fail, ok } from '../../domain/result.ts';
import { orUnavailable, transact } from '../transact.ts';
import { lockJob } from './backtestRows.ts';
import type { JobStoreParts } from './backtestRuns.ts';
import { cancelJob, queueAgain } from './backtestTurns.ts';

const STANDING = `
  with open as (
    select count(*) filter (where status = 'queued')::int as queued,
           count(*) filter (where status = 'running')::int as running,
           min(created_at_ms) filter (where status = 'queued') as oldest_ms
      from (select status, created_at_ms from backtest_job where status = 'queued'
            union all
            select status, created_at_ms from backtest_job where status = 'running') o
  ), ended as (
    select count(*) filter (where status = 'failed')::int as failed,
           avg(started_at_ms - created_at_ms)::float8 as wait_ms,
           avg(ended_at_ms - started_at_ms)::float8 as run_ms
      from backtest_job where ended_at_ms > $1::bigint - 86400000
  )
  select * from open, ended`;

interface StandingRow {
  queued: number;
  running: number;
  oldest_ms: string | null;
  failed: number;
  wait_ms: number | null;
  run_ms: number | null;
}

/** The operators' side of jobs. */
export function jobQueue({ pool, messages, nowMs }: JobStoreParts): JobQueue {
  return {
    standing: () =>
      orUnavailable(async () => {
        const now = nowMs();
        const { rows } = await pool.query<StandingRow>(STANDING, [now]);
        const { queued, running, oldest_ms, failed, wait_ms, run_ms } = rows[0]!;
        return ok({
          ...{ queued, running, failed24h: failed },
          oldestWaitMs: oldest_ms === null ? 0 : Math.max(0, now - Number(oldest_ms)),
          averageWaitMs: wait_ms,
          averageRunMs: run_ms,
        });
      }),

    retry: (jobId) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          const row = await lockJob(client, jobId);
          if (row === null) return fail('not_found');
          if (row.status !== 'failed' && row.status !== 'cancelled') return fail('outdated');
          return ok(
            await queueAgain(client, messages, row, { lastAttempt: row.attempt + MOST_ATTEMPTS, afterMs: 0 }),
          );
        }),
      ),

    cancelAny: (jobId) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          const row = await lockJob(client, jobId);
          return row === null ? fail('not_found') : ok(await cancelJob(client, row, nowMs()));
        }),
      ),
  };
}
