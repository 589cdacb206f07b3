import type pg from 'pg';
import type { Job } from '../../domain/backtest/port.ts';

/** A row of `backtest_job`, and its place in the queue. */
export interface JobRow {
  id: string;
  job_id: string;
  player_id: string;
  credits_account_id: string;
  fingerprint: string;
  public: boolean;
  status: Job['status'];
  attempt: number;
  last_attempt: number;
  owner: string | null;
  cancel_asked: boolean;
  queue_order: string;
  strategy: Job['strategy'];
  strategy_hash: string;
  config: Job['config'];
  dataset_id: string;
  dataset_name: string;
  dataset_sha256: string;
  from_ms: string;
  to_ms: string;
  bars: number;
  charged_credits: string;
  refunded: boolean;
  stage: Job['stage'];
  percent: number;
  equity: Job['equity'];
  metrics: Job['metrics'];
  result_hash: string | null;
  reason: string | null;
  created_at_ms: string;
  started_at_ms: string | null;
  ended_at_ms: string | null;
  position: number;
}

const POSITION = `
  case when j.status = 'queued'
       then (select count(*)::int from backtest_job b
              where b.status = 'queued' and (b.queue_order, b.id) < (j.queue_order, j.id))
       else 0 end as position`;

/** Of `backtest_job j`. */
export const JOB_COLUMNS = `j.*, ${POSITION}`;

/** The same without the curve and the strategy, which are most of a row: for lists. */
export const LISTED_COLUMNS = `
  j.id, j.job_id, j.player_id, j.public, j.status, j.attempt, 'null'::json as strategy, j.config, j.dataset_id,
  j.dataset_name, j.dataset_sha256, j.from_ms, j.to_ms, j.bars, j.charged_credits, j.refunded, ${POSITION},
  j.created_at_ms, j.started_at_ms, j.ended_at_ms, j.stage, j.percent, '[]'::json as equity, j.metrics,
  j.result_hash, j.reason`;

export async function readJob(client: pg.ClientBase | pg.Pool, jobId: string): Promise<JobRow | null> {
  const { rows } = await client.query<JobRow>(
    `select ${JOB_COLUMNS} from backtest_job j where j.job_id = $1`,
    [jobId],
  );
  return rows[0] ?? null;
}

/** Nobody else decides on this job until the transaction ends. */
export async function lockJob(client: pg.ClientBase, jobId: string): Promise<JobRow | null> {
  const { rows } = await client.query<JobRow>(
    `select j.*, 0 as position from backtest_job j where j.job_id = $1 for no key update`,
    [jobId],
  );
  return rows[0] ?? null;
}

export function toJob(row: JobRow): Job {
  return {
    jobId: row.job_id,
    playerId: row.player_id,
    public: row.public,
    status: row.status,
    attempt: row.attempt,
    strategy: row.strategy,
    config: row.config,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    datasetSha256: row.dataset_sha256,
    fromMs: Number(row.from_ms),
    toMs: Number(row.to_ms),
    bars: row.bars,
    chargedCredits: Number(row.charged_credits),
    refunded: row.refunded,
    position: row.position,
    createdAtMs: Number(row.created_at_ms),
    startedAtMs: row.started_at_ms === null ? null : Number(row.started_at_ms),
    endedAtMs: row.ended_at_ms === null ? null : Number(row.ended_at_ms),
    stage: row.stage,
    percent: row.percent,
    equity: row.equity,
    metrics: row.metrics,
    resultHash: row.result_hash,
    reason: row.reason,
  };
}
