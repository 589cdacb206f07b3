import { defineEntity, p } from '@mikro-orm/core';
import type { JobProgress, JobStatus } from '../../domain/backtest/port.ts';
import type { EquityPoint } from '../../domain/backtest/result.ts';
import type { JsonValue } from '../../domain/canonicalJson.ts';

/** A backtest: its order, where it stands, and what came of it. */
export const BacktestJobEntity = defineEntity({
  name: 'BacktestJobEntity',
  tableName: 'backtest_job',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    jobId: p.uuid().unique('backtest_job_job_id_unique'),
    playerId: p.uuid(),
    creditsAccountId: p.bigint('number'),
    idemKey: p.uuid().unique('backtest_job_idem_key_unique'),
    fingerprint: p.bigint('bigint'),
    public: p.boolean(),
    status: p.text().$type<JobStatus>(),
    attempt: p.integer().default(0),
    /** The attempt whose failure is final. */
    lastAttempt: p.integer(),
    /** The process that runs it. */
    owner: p.uuid().nullable(),
    cancelAsked: p.boolean().default(false),
    priority: p.integer(),
    queueOrder: p.bigint('number'),
    strategy: p.json().columnType('json').$type<JsonValue>(),
    strategyHash: p.text(),
    config: p.json().columnType('json').$type<JsonValue>(),
    datasetId: p.text(),
    datasetName: p.text(),
    datasetSha256: p.text(),
    fromMs: p.bigint('number'),
    toMs: p.bigint('number'),
    bars: p.integer(),
    chargedCredits: p.bigint('number'),
    refunded: p.boolean().default(false),
    stage: p.text().$type<JobProgress['stage']>(),
    percent: p.integer(),
    equity: p.json().columnType('json').$type<EquityPoint[]>(),
    metrics: p.json().columnType('json').$type<JsonValue>().nullable(),
    resultHash: p.text().nullable(),
    reason: p.text().nullable(),
    createdAtMs: p.bigint('number'),
    startedAtMs: p.bigint('number').nullable(),
    endedAtMs: p.bigint('number').nullable(),
  },
  checks: [
    {
      name: 'backtest_job_status_check',
      expression: `status in ('queued', 'running', 'completed', 'failed', 'cancelled')`,
    },
  ],
  indexes: [
    {
      name: 'backtest_job_player',
      expression: 'create index backtest_job_player on backtest_job (player_id, id)',
    },
    {
      name: 'backtest_job_queued',
      expression: `create index backtest_job_queued on backtest_job (queue_order, id) where status = 'queued'`,
    },
    {
      name: 'backtest_job_running',
      expression: `create index backtest_job_running on backtest_job (owner) where status = 'running'`,
    },
    { name: 'backtest_job_dataset', properties: ['datasetSha256'] },
    {
      name: 'backtest_job_ended',
      expression:
        'create index backtest_job_ended on backtest_job (ended_at_ms) where ended_at_ms is not null',
    },
  ],
});
