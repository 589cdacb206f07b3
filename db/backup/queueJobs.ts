import type pg from 'pg';
import type { JobMessages } from '../jobMessages.ts';
import type { JobRow } from '../stores/backtestRows.ts';
import { endJob, queueAgain } from '../stores/backtestTurns.ts';

/**
 * Backtests that waited or ran at the snapshot wait again: the queue itself is not part of a backup. No attempt is counted.
 * One whose end was asked for while it ran has come to it.
 * @returns how many wait
 */
export async function queueJobs(
  client: pg.ClientBase,
  messages: JobMessages,
  nowMs: number,
): Promise<number> {
  let queued = 0;
  const { rows } = await client.query<JobRow>(
    `select j.*, 0 as position from backtest_job j where status in ('queued', 'running') order by queue_order, id`,
  );
  for (const row of rows) {
    if (row.cancel_asked) {
      await endJob(client, row, { status: 'cancelled', reason: 'cancelled', refund: false }, nowMs);
      continue;
    }
    const lastAttempt = row.status === 'running' ? row.last_attempt + 1 : row.last_attempt;
    await queueAgain(client, messages, row, { lastAttempt, afterMs: 0 });
    queued += 1;
  }
  return queued;
}
