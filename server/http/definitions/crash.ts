import { z } from '@hono/zod-openapi';
import { Fairness, Round, RoundRecord, Table } from '../crashSchemas.ts';
import { define } from '../define.ts';
import { PageQuery, pageOf } from '../schemas.ts';

const table = z.string().min(1).max(64);

export const tables = define({
  access: 'public',
  method: 'get',
  path: '/api/tables',
  summary: 'The crash tables, their rules and what they are doing',
  answer: pageOf('TablePage', Table),
  answers: 'All tables',
});

export const fairness = define({
  access: 'public',
  method: 'get',
  path: '/api/fairness/crash/{table}',
  summary: 'A table’s seed chains',
  request: { params: z.object({ table }) },
  answer: Fairness,
  answers: 'The chains, without any secret',
  refusals: ['not_found', 'store_unavailable'],
});

export const rounds = define({
  access: 'public',
  method: 'get',
  path: '/api/fairness/crash/{table}/rounds',
  summary: 'A table’s settled rounds, newest first',
  request: { params: z.object({ table }), query: PageQuery },
  answer: pageOf('RoundPage', Round),
  answers: 'A page of rounds',
  refusals: ['not_found', 'store_unavailable'],
});

export const round = define({
  access: 'public',
  method: 'get',
  path: '/api/fairness/crash/{table}/rounds/{game}',
  summary: 'All of a settled round: what a verifier replays',
  request: {
    params: z.object({
      table,
      game: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).openapi({ type: 'integer' }),
    }),
  },
  answer: RoundRecord,
  answers: 'The record',
  refusals: ['not_found', 'store_unavailable'],
});
