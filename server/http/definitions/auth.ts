import { z } from '@hono/zod-openapi';
import { isNickname, NICKNAME_RULE, normalNickname } from '../../../domain/identity/nickname.ts';
import { define } from '../define.ts';
import { inviteCode } from '../inviteCode.ts';
import { atMs, SessionView } from '../schemas.ts';

const nickname = z.string().transform(normalNickname).pipe(z.string().refine(isNickname, NICKNAME_RULE));

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
  refusals: ['store_unavailable'],
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
  refusals: ['unauthorized', 'forbidden', 'locked_out', 'busy', 'store_unavailable'],
});

export const signup = define({
  access: 'public',
  method: 'post',
  path: '/api/auth/signup',
  summary: 'Give a new account, or with its token a guest’s, a name and a password; needs an invite code',
  request: {
    body: {
      ...json(
        z
          .object({
            nickname,
            password: z.string().max(256),
            inviteCode,
            ageConfirmed: z.boolean().optional(),
          })
          .openapi('SignUpRequest'),
      ),
      required: true,
    },
  },
  answer: SessionView,
  answers: 'The session: with a guest’s token the same one, with new tokens; the account keeps all it had',
  refusals: ['unauthorized', 'forbidden', 'busy', 'store_unavailable'],
});

export const refresh = define({
  access: 'public',
  method: 'post',
  path: '/api/auth/refresh',
  summary:
    'Spend a refresh token for the next session tokens; one that was spent over 10 s ago ends its session',
  request: {
    body: {
      ...json(z.object({ refreshToken: z.string().min(1).max(200) }).openapi('RefreshRequest')),
      required: true,
    },
  },
  answer: SessionView,
  answers: 'The next tokens; the old refresh token is spent',
  refusals: ['unauthorized', 'forbidden', 'store_unavailable'],
});

const Ended = z.object({ ended: z.int().describe('How many sessions have ended') }).openapi('EndedSessions');

export const logout = define({
  access: 'player',
  method: 'post',
  path: '/api/auth/logout',
  summary: 'End this session: its tokens are void, its rooms are closed, on every process',
  answer: Ended,
  answers: 'It has ended',
});

export const logoutAll = define({
  access: 'player',
  method: 'post',
  path: '/api/auth/logout-all',
  summary: 'End all of one’s sessions, this one included',
  answer: Ended,
  answers: 'They have ended',
});

export const loginSessions = define({
  access: 'player',
  method: 'get',
  path: '/api/auth/sessions',
  summary: 'Where one is signed in, the latest used first',
  answer: z
    .object({
      items: z.array(
        z.object({
          sessionId: z.uuid(),
          userAgent: z.string().describe('As the client named itself; may be empty'),
          createdAtMs: atMs,
          lastUsedAtMs: atMs.describe('When it signed in or last refreshed its tokens'),
          expiresAtMs: atMs.describe('Unless it is used before'),
          current: z.boolean().describe('The one that asks'),
        }),
      ),
      next: z.null(),
      registered: z.boolean().describe('The account has a password: one can log in to it'),
    })
    .openapi('LoginSessions'),
  answers: 'The open sessions',
});

export const endLoginSession = define({
  access: 'player',
  method: 'delete',
  path: '/api/auth/sessions/{sessionId}',
  summary: 'End one of one’s sessions',
  request: { params: z.object({ sessionId: z.uuid() }) },
  answer: Ended,
  answers: 'It has ended',
  refusals: ['not_found'],
});
