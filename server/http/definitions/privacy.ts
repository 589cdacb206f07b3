import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';

export const exportData = define({
  access: 'player',
  method: 'get',
  path: '/api/me/export',
  summary: 'All that is kept of one, as one JSON document',
  answer: z.record(z.string(), z.unknown()).openapi('Export'),
  answers: 'Profile, sign-ins, games, transfers, notices, strategies, data sets, backtests',
});

export const deleteAccount = define({
  access: 'player',
  method: 'post',
  path: '/api/me/delete',
  summary: 'Take oneself out of one’s account, for good: ledger and games stay under an id that names nobody',
  request: {
    body: {
      content: {
        'application/json': {
          schema: z
            .object({
              confirm: z.literal(true),
              password: z.string().max(256).optional().describe('Of an account that has one'),
            })
            .openapi('DeleteRequest'),
        },
      },
      required: true,
    },
  },
  answer: z.object({ deleted: z.literal(true) }).openapi('Deleted'),
  answers: 'It is done, and every session has ended',
  refusals: ['locked_out', 'busy', 'unfinished_game'],
});
