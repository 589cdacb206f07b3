import type pg from 'pg';
import type { JobMessages } from '../jobMessages.ts';
import type { JobRow } from '../stores/backtestRows.ts';
import { queueAgain } from '../stores/backtestTurns.ts';

/** Backtests that waited or ran at the snapshot wait again: the queue itself is not part of a backup. No attempt is counted. */
export async function queueJobs(client: pg.ClientBase, messages: JobMessages): Promise<number> {
  const { rows } = await client.query<JobRow>(
    `select j.*, 0 as position from backtest_job j where status in ('queued', 'running') order by queue_order, id`,
  );
  for (const row of rows) {
    const lastAttempt = row.status === 'running' ? row.last_attempt + 1 : row.last_attempt;
    await queueAgain(client, messages, row, { lastAttempt, afterMs: 0 });
  }
  return rows.length;
}
