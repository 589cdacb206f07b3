import type pg from 'pg';
import type { Job } from '../../domain/backtest/port.ts';
import type { JobRuns } from '../../domain/backtest/runs.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { JobMessages } from '../jobMessages.ts';
import { orUnavailable, transact } from '../transact.ts';
import { completeJob } from './backtestCompletion.ts';
import { type JobRow, lockJob, readJob, toJob } from './backtestRows.ts';
import { endJob, failOnce, queueAgain } from './backtestTurns.ts';

const CLAIM = `
  update backtest_job set status = 'running', attempt = attempt + 1, owner = $2, stage = 'accepted', percent = 10,
                          started_at_ms = coalesce(started_at_ms, $3)
   where job_id = $1 and status = 'queued'`;

const SAVE = `
  update backtest_job j set stage = u.stage, percent = u.percent, equity = u.equity
    from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::json[]) as u (job_id, attempt, stage, percent, equity)
   where j.job_id = u.job_id and j.attempt = u.attempt and j.status = 'running'`;

const TO_STOP = `
  select k.job_id from unnest($1::uuid[]) as k (job_id)
   where not exists (select 1 from backtest_job j
                      where j.job_id = k.job_id and j.status = 'running' and j.owner = $2 and not j.cancel_asked)`;

const LOST = `
  select job_id, attempt from backtest_job where status = 'running' and owner = $1 and job_id <> all ($2::uuid[])`;

/** Whose process is gone: nobody holds the lock of its name (`db/ownerLock.ts`). */
const ABANDONED = `
  with owners as materialized (
    select distinct owner from backtest_job where status = 'running' and owner <> $1
  ), dead as materialized (
    select owner from owners where pg_try_advisory_xact_lock(hashtextextended(owner::text, 0))
  )
  select j.job_id, j.attempt from backtest_job j join dead d on d.owner = j.owner where j.status = 'running'`;

export interface JobStoreParts {
  pool: pg.Pool;
  messages: JobMessages;
  /** The process that jobs are taken as: it holds the lock of this name. */
  ownerId: string;
  nowMs: () => number;
}

export function jobRuns({ pool, messages, ownerId, nowMs }: JobStoreParts): JobRuns {
  /** One turn of a job that runs as this attempt; null when it does not any more. */
  function turn(
    jobId: string,
    attempt: number,
    work: (client: pg.PoolClient, row: JobRow) => Promise<Job>,
  ): Promise<Result<Job | null>> {
    return orUnavailable(() =>
      transact(pool, async (client) => {
        const row = await lockJob(client, jobId);
        const stands = row !== null && row.status === 'running' && row.attempt === attempt;
        return ok(stands ? await work(client, row) : null);
      }),
    );
  }

  function giveBack(jobId: string, attempt: number): Promise<Result<Job | null>> {
    return turn(jobId, attempt, (client, row) =>
      row.cancel_asked
        ? failOnce(client, messages, row, 'cancelled', nowMs())
        : queueAgain(client, messages, row, { lastAttempt: row.last_attempt + 1, afterMs: 0 }),
    );
  }

  return {
    take: () =>
      orUnavailable(async () => {
        // A message of a job that was cancelled, or taken by an earlier one, goes the same way.
        for (;;) {
          const taken = await transact(pool, async (client) => {
            const jobId = await messages.take(client);
            if (jobId === null) return 'none';
            const { rowCount } = await client.query(CLAIM, [jobId, ownerId, nowMs()]);
            return rowCount === 1 ? toJob((await readJob(client, jobId))!) : 'decided';
          });
          if (taken === 'none') return ok(null);
          if (taken !== 'decided') return ok(taken);
        }
      }),

    save: (updates) =>
      orUnavailable(async () => {
        await pool.query(SAVE, [
          updates.map(({ jobId }) => jobId),
          updates.map(({ attempt }) => attempt),
          updates.map(({ stage }) => stage),
          updates.map(({ percent }) => percent),
          updates.map(({ equity }) => JSON.stringify(equity)),
        ]);
        return ok(undefined);
      }),

    toStop: (jobIds) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ job_id: string }>(TO_STOP, [jobIds, ownerId]);
        return ok(rows.map(({ job_id }) => job_id));
      }),

    complete: (jobId, result) => completeJob(pool, jobId, result, nowMs()),

    failAttempt: (jobId, attempt, reason) =>
      turn(jobId, attempt, (client, row) => failOnce(client, messages, row, reason, nowMs())),

    end: (jobId, attempt, ending) =>
      turn(jobId, attempt, (client, row) => endJob(client, row, ending, nowMs())),

    giveBack,

    giveBackLost: (jobIds) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ job_id: string; attempt: number }>(LOST, [ownerId, jobIds]);
        for (const { job_id, attempt } of rows) {
          const given = await giveBack(job_id, attempt);
          if (!given.ok) return given;
        }
        return ok(undefined);
      }),

    recoverAbandoned: () =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ job_id: string; attempt: number }>(ABANDONED, [ownerId]);
        const recovered: Job[] = [];
        for (const { job_id, attempt } of rows) {
          const turned = await turn(job_id, attempt, (client, row) =>
            failOnce(client, messages, row, 'internal', nowMs(), 0),
          );
          if (!turned.ok) return turned;
          if (turned.value) recovered.push(turned.value);
        }
        return ok(recovered);
      }),
  };
}
