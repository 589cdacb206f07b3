import { z } from '@hono/zod-openapi';
import { isNickname, NICKNAME_RULE, normalNickname } from '../../../domain/identity/nickname.ts';
import { define } from '../define.ts';
import { SessionView } from '../schemas.ts';

const nickname = z.string().transform(normalNickname).pipe(z.string().refine(isNickname, NICKNAME_RULE));

const json = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/json': { schema } } });
const BODY_REFUSALS = [
  'invalid_request',
  'payload_too_large',
  'request_timeout',
  'store_unavailable',
] as const;

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
  refusals: BODY_REFUSALS,
});

export const login = define({
  access: 'public',
  method: 'post',
  path: '/api/auth/login',
  summary:
    'Sign in with nickname and password; five failures lock the account for this address for ten minutes',
  request: {
    body: {
      // Whatever can't be a name or a password is wrong like any other: the shape of either is no secret.
      ...json(
        z
          .object({ nickname: z.string().min(1).max(200), password: z.string().min(1).max(256) })
          .openapi('LoginRequest'),
      ),
      required: true,
    },
  },
  answer: SessionView,
  answers: 'The session',
  refusals: ['unauthorized', 'forbidden', 'locked_out', 'busy', ...BODY_REFUSALS],
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
  refusals: ['unauthorized', 'forbidden', ...BODY_REFUSALS],
});
