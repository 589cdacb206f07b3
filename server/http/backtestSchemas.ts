import { z } from '@hono/zod-openapi';
import { EXIT_REASONS } from '../../domain/backtest/trade.ts';
import { atMs, hash, orNull } from './schemas.ts';

export const jobId = z.uuid();
const status = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);
const stage = z.enum(['queued', 'accepted', 'data', 'indicators', 'simulation', 'metrics', 'stored']);
const condition = z.enum(['bull', 'bear', 'sideways']).describe('By the buy-and-hold return per year');

export const strategyJson = z
  .record(z.string(), z.unknown())
  .describe('In the strategy language, with its defaults filled in');

const Metrics = z
  .record(
    z.string(),
    z.object({
      value: z.number().nullable(),
      definition: z.string().describe('Id of what exactly the number means'),
      reason: z.string().optional().describe('Why there is no value'),
    }),
  )
  .openapi('BacktestMetrics');

const EquityPoint = z.object({ atMs, value: z.number() }).openapi('EquityPoint');

const summary = {
  jobId,
  playerId: z.uuid().optional().describe('To its owner only'),
  public: z.boolean(),
  status,
  stage,
  percent: z.number(),
  attempt: z.int().describe('How often it was started'),
  config: z.record(z.string(), z.unknown()),
  datasetId: z.uuid(),
  datasetName: z.string(),
  datasetSha256: hash,
  fromMs: atMs,
  toMs: atMs,
  bars: z.int(),
  chargedCredits: z.int(),
  refunded: z.boolean(),
  metrics: orNull(Metrics),
  resultHash: hash.nullable(),
  reason: z.string().nullable().describe('Why it failed or was cancelled'),
  position: z.int().describe('Jobs before it, while queued'),
  createdAtMs: atMs,
  startedAtMs: atMs.nullable(),
  endedAtMs: atMs.nullable(),
};

export const JobSummary = z.object(summary).openapi('BacktestSummary');
export const JobView = z
  .object({
    ...summary,
    strategy: strategyJson,
    equity: z.array(EquityPoint).describe('So far, at most 400'),
  })
  .openapi('Backtest');

export const Submitted = z
  .object({ jobId, chargedCredits: z.int(), position: z.int().describe('Jobs before it') })
  .openapi('SubmittedBacktest');

const Trade = z
  .object({
    side: z.enum(['long', 'short']),
    qty: z.number(),
    entryAtMs: atMs,
    entryPrice: z.number(),
    exitAtMs: atMs,
    exitPrice: z.number(),
    pnl: z.number().describe('Net of fees'),
    feesPaid: z.number(),
    exitReason: z.enum(EXIT_REASONS),
  })
  .openapi('BacktestTrade');

export const JobResultView = z
  .object({
    metrics: Metrics,
    trades: z.array(Trade),
    equity: z.array(EquityPoint),
    resultHash: hash,
  })
  .openapi('BacktestResult');

export const SavedStrategyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    strategy: strategyJson,
    strategyHash: hash.describe('Of the strategy’s canonical JSON'),
    public: z.boolean(),
    runs: z.int().describe('Completed backtests of it by its owner'),
    createdAtMs: atMs,
  })
  .openapi('Strategy');

export const LeaderboardRowView = z
  .object({
    rank: z.int(),
    strategyId: z.uuid(),
    name: z.string(),
    strategyHash: hash,
    backtests: z.int(),
    sharpe: z.number().nullable(),
    cagr: z.number().nullable(),
    totalReturn: z.number().nullable(),
    trades: z.int(),
    condition,
    resultHash: hash,
    inputs: z
      .object({
        strategy: strategyJson,
        config: z.record(z.string(), z.unknown()),
        datasetId: z.uuid(),
        datasetSha256: hash,
        fromMs: atMs,
        toMs: atMs,
      })
      .describe('All that the result hash follows from; GET /api/datasets/{datasetId}/bars has the data'),
    jobId: z.uuid().optional().describe('If that run is public'),
  })
  .openapi('LeaderboardRow');

export const Insights = z
  .object({
    runs: z.int(),
    byCondition: z.array(
      z.object({
        condition,
        runs: z.int(),
        medianReturn: z.number().nullable(),
        medianSharpe: z.number().nullable(),
      }),
    ),
  })
  .openapi('StrategyInsights');

const averageMs = z.number().nullable().describe('Of the last 24 hours; null when there were none');

export const QueueView = z
  .object({
    queued: z.int(),
    running: z.int(),
    failed24h: z.int(),
    oldestWaitMs: z.number(),
    averageWaitMs: averageMs,
    averageRunMs: averageMs,
  })
  .openapi('BacktestQueue');
