import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';

export const confirmAge = define({
  access: 'player',
  method: 'post',
  path: '/api/me/age',
  summary: 'Say that one is of age, without which nothing can be staked',
  request: {
    body: {
      content: {
        'application/json': { schema: z.object({ confirmed: z.literal(true) }).openapi('AgeConfirmation') },
      },
      required: true,
    },
  },
  answer: z.object({ ageConfirmed: z.boolean() }),
  answers: 'It stands, and stays so',
  refusals: ['invalid_request', 'payload_too_large', 'request_timeout'],
});
