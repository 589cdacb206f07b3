import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { RevealedPair, Seeds } from '../seedSchemas.ts';

export const seeds = define({
  access: 'player',
  method: 'get',
  path: '/api/fairness/seeds',
  summary: 'One’s seed pair in use, and the committed one after it',
  answer: Seeds,
  answers: 'Hashes of both server seeds, the client seed, and the next game’s nonce',
});

const clientSeed = z
  .string()
  .regex(/^[\x20-\x7e]{1,64}$/, 'must be 1-64 printable ASCII characters')
  .describe('Left out: one is made, and does not count as chosen');

export const rotate = define({
  access: 'player',
  method: 'post',
  path: '/api/fairness/seeds/rotate',
  summary: 'Reveal the server seed in use, and go on with the announced one and this client seed',
  request: {
    body: {
      content: {
        'application/json': {
          schema: z.object({ clientSeed: clientSeed.optional() }).openapi('RotateRequest'),
        },
      },
    },
  },
  answer: z.object({ revealed: RevealedPair, active: Seeds }).openapi('SeedRotation'),
  answers: 'The revealed pair, and the one in use from now on',
});
