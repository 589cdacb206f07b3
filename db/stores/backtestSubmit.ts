import type pg from 'pg';
import { MOST_ATTEMPTS, MOST_WAITING_JOBS, queueOrder } from '../../domain/backtest/jobRules.ts';
import type { Job, JobOrder } from '../../domain/backtest/port.ts';
import { strategyHash } from '../../domain/backtest/strategies.ts';
import type { Strategy } from '../../domain/backtest/strategy.ts';
import { SYSTEM_ACCOUNTS } from '../../domain/ledger/accounts.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { JobMessages } from '../jobMessages.ts';
import { postWithin } from '../ledger/postWithin.ts';
import { JOB_COLUMNS, type JobRow, readJob, toJob } from './backtestRows.ts';
import { lockColumns } from './datasetColumns.ts';

const INSERT = `
  insert into backtest_job (job_id, player_id, credits_account_id, idem_key, fingerprint, public, status,
                            last_attempt, priority, queue_order, strategy, strategy_hash, config, dataset_id,
                            dataset_name, dataset_sha256, from_ms, to_ms, bars, charged_credits, stage, percent,
                            equity, created_at_ms)
  values ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'queued',
          0, '[]', $20)`;

type Submitted = Result<{ job: Job; repeated: boolean }>;

/**
 * One transaction: the player's row is locked, so that its submissions go one after the other; then the job, its
 * message and, last of all, its price. A refusal leaves nothing behind: the caller rolls back.
 */
export async function submitJob(
  client: pg.ClientBase,
  messages: JobMessages,
  order: JobOrder,
  nowMs: number,
): Promise<Submitted> {
  const { jobId, playerId, creditsAccountId } = order;
  await client.query('select 1 from player where id = $1 for no key update', [playerId]);
  const known = await client.query<JobRow>(
    `select ${JOB_COLUMNS} from backtest_job j where j.idem_key = $1`,
    [order.key],
  );
  if (known.rows[0]) {
    if (BigInt(known.rows[0].fingerprint) !== order.fingerprint) return fail('key_conflict');
    return ok({ job: toJob(known.rows[0]), repeated: true });
  }
  const waiting = await client.query<{ count: number }>(
    `select count(*)::int as count from backtest_job where player_id = $1 and status = 'queued'`,
    [playerId],
  );
  if (waiting.rows[0]!.count >= MOST_WAITING_JOBS) {
    return fail('limit_exceeded', { limit: MOST_WAITING_JOBS, waiting: waiting.rows[0]!.count });
  }
  // From here on until the job is stored nobody removes its data (`dropUnnamedColumns`).
  await lockColumns(client, order.datasetSha256, 'shared');
  const data = await client.query(
    'select 1 from dataset where id = $1 and sha256 = $2 and (player_id is null or player_id = $3)',
    [order.datasetId, order.datasetSha256, playerId],
  );
  if (data.rowCount === 0) return fail('not_found', { field: 'dataset' });
  const place = queueOrder(nowMs, order.priority);
  await client.query(INSERT, [
    ...[jobId, playerId, creditsAccountId, order.key, order.fingerprint, order.public, MOST_ATTEMPTS],
    ...[order.priority, place, JSON.stringify(order.strategy)],
    ...[strategyHash(order.strategy as unknown as Strategy), JSON.stringify(order.config)],
    ...[order.datasetId, order.datasetName, order.datasetSha256, order.fromMs, order.toMs, order.bars],
    ...[order.chargeCredits, nowMs],
  ]);
  await messages.put(client, jobId, place, 0);
  const job = toJob((await readJob(client, jobId))!);
  const charged = await postWithin(client, {
    ...{ key: order.key, fingerprint: order.fingerprint, kind: 'backtest.charge' },
    legs: [
      {
        debitAccountId: creditsAccountId,
        creditAccountId: SYSTEM_ACCOUNTS['house.backtest.credits'],
        amount: order.chargeCredits,
      },
    ],
    ...{ answerAccountId: creditsAccountId, ref: jobId, claim: null, row: null },
  });
  return charged.ok ? ok({ job, repeated: false }) : charged;
}
