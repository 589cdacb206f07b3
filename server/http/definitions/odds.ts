import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { KeptOdds, Odds } from '../oddsSchemas.ts';
import { pageOf } from '../schemas.ts';

export const odds = define({
  access: 'public',
  method: 'get',
  path: '/api/odds',
  summary: 'Every odds table with its hash, and its exact return to player or a banner’s rates',
  answer: pageOf('OddsPage', Odds),
  answers: 'All odds tables',
});

export const keptOdds = define({
  access: 'public',
  method: 'get',
  path: '/api/odds/{oddsHash}',
  summary: 'An odds table that is or was played by, for ever the same',
  request: {
    params: z.object({
      oddsHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex characters'),
    }),
  },
  answer: KeptOdds,
  answers: 'The table',
  refusals: ['not_found', 'store_unavailable'],
});
