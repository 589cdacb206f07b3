import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { AnomaliesView } from '../watchSchemas.ts';

export const anomalies = define({
  access: 'seeOverview',
  action: 'anomalies.see',
  method: 'get',
  path: '/api/admin/anomalies',
  summary: 'What the games return beside what is published, who wins much, who is refused much',
  answer: AnomaliesView,
  answers: 'As of the last few seconds, over all processes',
});

export const restartReturn = define({
  access: 'restartReturns',
  action: 'returns.restart',
  method: 'post',
  path: '/api/admin/returns/{game}/{variant}/restart',
  summary: 'Begin the test of a game’s return anew, and lift its alarm; the former one stays on record',
  request: {
    params: z.object({
      game: z.enum(['crash', 'slots', 'gacha', 'rps']),
      variant: z.string().min(1).max(64).describe('Table, machine or banner; `house`'),
    }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.object({ reason: z.string().trim().min(1).max(500) }) },
      },
    },
  },
  answer: z.object({ restarted: z.int().describe('Tests that were running') }).openapi('RestartedReturns'),
  answers: 'The next game begins a new test',
  refusals: ['not_found'],
});
