import { z } from '@hono/zod-openapi';
import { JobResultView, JobSummary, JobView, jobId, Submitted } from '../backtestSchemas.ts';
import { define } from '../define.ts';
import { PageQuery, pageOf } from '../schemas.ts';

const instant = z.int().min(-8.64e15).max(8.64e15).optional();

/** Strategy and settings are looked at by the engine's own parsers, which name the place of what is wrong. */
const BacktestRequest = z
  .object({
    strategy: z.unknown().describe('In the strategy language: domain/backtest/SPEC.md'),
    dataset: z.uuid(),
    fromMs: instant.describe('The first bar at the earliest; left out: the first there is'),
    toMs: instant.describe('The last bar at the latest'),
    config: z.unknown().optional().describe('`profile`, `cashCoins`, `slippageRate` and so on'),
    public: z.boolean().default(false).describe('Anyone may watch it, and read its data and its result'),
  })
  .openapi('BacktestRequest');

export const submit = define({
  access: 'player',
  method: 'post',
  path: '/api/backtests',
  summary: 'Charge for a backtest and queue it. What is refused costs nothing',
  request: {
    headers: z.object({
      'idempotency-key': z.uuid().describe('The same key again gets the job that it made'),
    }),
    body: { content: { 'application/json': { schema: BacktestRequest } }, required: true },
  },
  holdsStrategy: true,
  answer: Submitted,
  status: 202,
  answers: 'It is queued',
  refusals: ['not_found', 'insufficient_funds', 'key_conflict', 'limit_exceeded', 'busy'],
});

export const backtests = define({
  access: 'player',
  method: 'get',
  path: '/api/backtests',
  summary: 'One’s backtests, newest first, without strategy and equity',
  request: { query: PageQuery },
  answer: pageOf('BacktestPage', JobSummary),
  answers: 'A page of backtests',
});

const params = z.object({ jobId });

export const backtest = define({
  access: 'spectator',
  method: 'get',
  path: '/api/backtests/{jobId}',
  summary: 'One of one’s backtests, or a public one: how far it is, and what came of it',
  request: { params },
  answer: JobView,
  answers: 'The backtest',
  refusals: ['not_found'],
});

export const result = define({
  access: 'spectator',
  method: 'get',
  path: '/api/backtests/{jobId}/result',
  summary: 'Metrics, trades and equity of a completed backtest: one’s own, or a public one',
  request: { params },
  answer: JobResultView,
  answers: 'The result',
  refusals: ['not_found'],
});

export const cancel = define({
  access: 'player',
  method: 'delete',
  path: '/api/backtests/{jobId}',
  summary: 'Cancel a backtest: refunded if it still waits, stopped if it runs, left alone if it has ended',
  request: { params },
  answer: JobView,
  answers: 'The backtest as it stands now',
  refusals: ['not_found'],
});

export const bars = define({
  access: 'spectator',
  method: 'get',
  path: '/api/datasets/{id}/bars',
  summary:
    'The bars of a data set: of a ready-made one, of one’s own, or of the one that a public job ran on',
  request: {
    params: z.object({ id: z.uuid() }),
    query: z.object({
      jobId: jobId.optional().describe('The public backtest that ran on somebody’s own data'),
    }),
  },
  answer: z.string().openapi({ format: 'binary' }),
  media: 'application/octet-stream',
  answers:
    'Columns time (epoch milliseconds), open, high, low, close, volume one after the other, little-endian float64: ' +
    'the form whose SHA-256 is the data set’s',
  refusals: ['not_found'],
});
