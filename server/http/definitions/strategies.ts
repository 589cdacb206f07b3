import { z } from '@hono/zod-openapi';
import { LEADERBOARD_GATE, LONGEST_NAME, SORTS } from '../../../domain/backtest/strategies.ts';
import { Insights, LeaderboardRowView, SavedStrategyView } from '../backtestSchemas.ts';
import { define } from '../define.ts';
import { PageQuery, pageOf } from '../schemas.ts';

const { trades, days, backtests } = LEADERBOARD_GATE;

/** Visible text on one line. */
const name = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'must be a line of text')
      .min(1)
      .max(LONGEST_NAME),
  );
const strategy = z.unknown().describe('In the strategy language: domain/backtest/SPEC.md');
const params = z.object({ id: z.uuid() });
const json = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});
export const leaderboard = define({
  access: 'public',
  method: 'get',
  path: '/api/strategies/leaderboard',
  summary:
    `Published strategies with at least ${backtests} runs of at least ${trades} trades and ${days} days on data ` +
    'that everybody can read, each by its best run; nobody is named. Educational, not investment advice',
  request: {
    query: z.object({
      sortBy: z.enum(SORTS).default('sharpe'),
      minBacktests: z.coerce.number().int().min(0).max(1_000_000).default(backtests),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z
        .string()
        .regex(/^\d{1,9}$/, 'must be the `next` of the page before')
        .optional(),
    }),
  },
  answer: pageOf('LeaderboardPage', LeaderboardRowView),
  answers: 'Best first',
  refusals: ['store_unavailable'],
});

export const insights = define({
  access: 'public',
  method: 'get',
  path: '/api/strategies/insights/{strategyHash}',
  summary: 'What all runs of one strategy gave, by market condition; from five runs on',
  request: {
    params: z.object({
      strategyHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex characters'),
    }),
  },
  answer: Insights,
  answers: 'Medians by market condition',
  refusals: ['not_found', 'store_unavailable'],
});

export const strategies = define({
  access: 'player',
  method: 'get',
  path: '/api/strategies',
  summary: 'One’s saved strategies, newest first',
  request: { query: PageQuery },
  answer: pageOf('StrategyPage', SavedStrategyView),
  answers: 'A page of strategies',
});

export const save = define({
  access: 'player',
  method: 'post',
  path: '/api/strategies',
  summary: 'Save a strategy under a name',
  request: {
    body: json(z.object({ name, strategy, public: z.boolean().default(false) }).openapi('SaveRequest')),
  },
  holdsStrategy: true,
  answer: SavedStrategyView,
  answers: 'As it was saved',
  refusals: ['limit_exceeded'],
});

export const savedStrategy = define({
  access: 'player',
  method: 'get',
  path: '/api/strategies/{id}',
  summary: 'One of one’s strategies, or a published one',
  request: { params },
  answer: SavedStrategyView,
  answers: 'The strategy',
  refusals: ['not_found'],
});

export const update = define({
  access: 'player',
  method: 'put',
  path: '/api/strategies/{id}',
  summary: 'Rename one of one’s strategies, or change what it does; runs keep what they ran',
  request: {
    params,
    body: json(z.object({ name: name.optional(), strategy: strategy.optional() }).openapi('UpdateRequest')),
  },
  holdsStrategy: true,
  answer: SavedStrategyView,
  answers: 'As it is now',
  refusals: ['not_found'],
});

export const remove = define({
  access: 'player',
  method: 'delete',
  path: '/api/strategies/{id}',
  summary: 'Forget one of one’s strategies; its runs stay',
  request: { params },
  answer: z.object({}).openapi('Removed'),
  answers: 'It is gone',
  refusals: ['not_found'],
});

export const publish = define({
  access: 'player',
  method: 'post',
  path: '/api/strategies/{id}/publish',
  summary:
    'Put one of one’s strategies where everybody can read, copy and rank it, without a name; or take it back',
  request: { params, body: json(z.object({ public: z.boolean().default(true) }).openapi('PublishRequest')) },
  answer: SavedStrategyView,
  answers: 'As it is now',
  refusals: ['not_found'],
});

export const copy = define({
  access: 'player',
  method: 'post',
  path: '/api/strategies/{id}/copy',
  summary: 'Save a copy of one’s own strategy, or of a published one, as “name (copy)”',
  request: { params },
  answer: SavedStrategyView,
  answers: 'The copy',
  refusals: ['not_found', 'limit_exceeded'],
});
