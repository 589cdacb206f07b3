import { type JobOrder, type JobStore, newsOf } from '../../domain/backtest/port.ts';
import type { Failure } from '../../domain/protocol/errors.ts';
import { fail, ok } from '../../domain/result.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';
import { type JobRow, LISTED_COLUMNS, lockJob, readJob, toJob } from './backtestRows.ts';
import type { JobStoreParts } from './backtestRuns.ts';
import { submitJob } from './backtestSubmit.ts';
import { cancelJob } from './backtestTurns.ts';
import { below, toPage } from './page.ts';
import { playerTurns } from './playerTurns.ts';

/** Rolls back what was written before something was refused. */
class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

export function jobStore({ pool, messages, nowMs }: JobStoreParts): JobStore {
  const visible = (row: JobRow | null, playerId: string | null): row is JobRow =>
    row !== null && (row.public || row.player_id === playerId);

  const inTurn = playerTurns();

  async function submit(order: JobOrder): ReturnType<JobStore['submit']> {
    return orUnavailable(async () => {
      try {
        return await transact(pool, async (client) => {
          const submitted = await submitJob(client, messages, order, nowMs());
          if (!submitted.ok) throw new Refused(submitted.error);
          return submitted;
        });
      } catch (error) {
        if (error instanceof Refused) return { ok: false, error: error.failure };
        throw error;
      }
    });
  }

  return {
    submit: (order) => inTurn(order.playerId, () => submit(order)),

    job: (jobId, playerId) =>
      orUnavailable(async () => {
        const row = await readJob(pool, jobId);
        return ok(visible(row, playerId) ? toJob(row) : null);
      }),

    result: (jobId, playerId) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<{ compressed: Buffer<ArrayBuffer> }>(
          `select r.compressed from backtest_job j join backtest_result r on r.job_id = j.job_id
            where j.job_id = $1 and (j.public or j.player_id = $2)`,
          [jobId, playerId],
        );
        return ok(rows[0]?.compressed ?? null);
      }),

    list: (playerId, limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<JobRow>(
          `select ${LISTED_COLUMNS} from backtest_job j where j.player_id = $1 and j.id < $2
            order by j.id desc limit $3`,
          [playerId, below(cursor), limit + 1],
        );
        return toPage(
          rows,
          limit,
          ({ id }) => id,
          (row) => {
            const { strategy: _, equity: __, ...listed } = toJob(row);
            return listed;
          },
        );
      }),

    cancel: (jobId, playerId) =>
      orUnavailable(() =>
        transact(pool, async (client) => {
          const row = await lockJob(client, jobId);
          if (row === null || row.player_id !== playerId) return fail('not_found');
          return ok(await cancelJob(client, row, nowMs()));
        }),
      ),

    progress: (jobIds) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<JobRow>(
          `select j.*, 0 as position from backtest_job j where j.job_id = any ($1::uuid[])`,
          [jobIds],
        );
        return ok(rows.map((row) => newsOf(toJob(row))));
      }),
  };
}
