import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { SessionView } from '../schemas.ts';

/** 2-20 letters, digits, spaces and `.-_`, in any script; not only spaces. */
const nickname = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]{1,19}$/u, 'must be 2-20 letters, digits, spaces or . _ -'),
  );

const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } });

export const guest = define({
  access: 'public',
  method: 'post',
  path: '/api/auth/guest',
  summary: 'Make a guest account and sign in with it',
  request: {
    body: json(
      z
        .object({ nickname: nickname.optional(), ageConfirmed: z.boolean().optional() })
        .openapi('GuestRequest'),
    ),
  },
  answer: SessionView,
  answers: 'The session; the account has its welcome grant',
  refusals: ['invalid_request', 'payload_too_large', 'request_timeout', 'store_unavailable'],
});

export const refresh = define({
  access: 'public',
  method: 'post',
  path: '/api/auth/refresh',
  summary: 'Spend a refresh token for the next session tokens; spending one twice ends its whole family',
  request: {
    body: {
      ...json(z.object({ refreshToken: z.string().min(1).max(200) }).openapi('RefreshRequest')),
      required: true,
    },
  },
  answer: SessionView,
  answers: 'The next tokens; the old refresh token is spent',
  refusals: [
    'unauthorized',
    'forbidden',
    'invalid_request',
    'payload_too_large',
    'request_timeout',
    'store_unavailable',
  ],
});
