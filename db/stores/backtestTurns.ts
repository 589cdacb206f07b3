import type pg from 'pg';
import { MOST_ATTEMPTS, retryAfterMs } from '../../domain/backtest/jobRules.ts';
import type { Job } from '../../domain/backtest/port.ts';
import type { Ending } from '../../domain/backtest/runs.ts';
import type { JobMessages } from '../jobMessages.ts';
import { refundJob } from './backtestRefund.ts';
import { type JobRow, readJob, toJob } from './backtestRows.ts';

// Changes of a job's state, each within the transaction that holds the row's lock (`lockJob`).

/** For good. Credits go back at most once, whatever happened to the job before. */
export async function endJob(
  client: pg.ClientBase,
  row: JobRow,
  { status, reason, refund }: Ending,
  nowMs: number,
): Promise<Job> {
  const refunds = refund && !row.refunded;
  await client.query(
    `update backtest_job set status = $2, reason = $3, refunded = refunded or $4, owner = null, ended_at_ms = $5
      where job_id = $1`,
    [row.job_id, status, reason, refunds, nowMs],
  );
  const job = toJob((await readJob(client, row.job_id))!);
  if (refunds) await refundJob(client, row);
  return job;
}

/** Waiting again, at the place that it had. */
export async function queueAgain(
  client: pg.ClientBase,
  messages: JobMessages,
  row: JobRow,
  { lastAttempt, afterMs }: { lastAttempt: number; afterMs: number },
): Promise<Job> {
  await client.query(
    `update backtest_job
        set status = 'queued', last_attempt = $2, owner = null, cancel_asked = false, stage = 'queued', percent = 0,
            equity = '[]', reason = null, ended_at_ms = null
      where job_id = $1`,
    [row.job_id, lastAttempt],
  );
  await messages.put(client, row.job_id, Number(row.queue_order), afterMs);
  return toJob((await readJob(client, row.job_id))!);
}

/** An attempt came to nothing by our fault: another one, or none is left. */
export function failOnce(
  client: pg.ClientBase,
  messages: JobMessages,
  row: JobRow,
  reason: string,
  nowMs: number,
  afterMs = retryAfterMs(row.attempt - (row.last_attempt - MOST_ATTEMPTS)),
): Promise<Job> {
  if (row.cancel_asked) {
    return endJob(client, row, { status: 'cancelled', reason: 'cancelled', refund: false }, nowMs);
  }
  if (row.attempt >= row.last_attempt) {
    return endJob(client, row, { status: 'failed', reason, refund: true }, nowMs);
  }
  return queueAgain(client, messages, row, { lastAttempt: row.last_attempt, afterMs });
}

/** Queued: cancelled and refunded. Running: its worker is told. Else as it is. */
export async function cancelJob(client: pg.ClientBase, row: JobRow, nowMs: number): Promise<Job> {
  if (row.status === 'queued') {
    return endJob(client, row, { status: 'cancelled', reason: 'cancelled', refund: true }, nowMs);
  }
  if (row.status === 'running') {
    await client.query('update backtest_job set cancel_asked = true where job_id = $1', [row.job_id]);
  }
  return toJob(row);
}
