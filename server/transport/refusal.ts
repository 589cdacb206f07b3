import { ERRORS, type ErrorCode, failure } from '../../domain/protocol/errors.ts';

const MATCHMAKING = '/matchmake/';

/** Headers of answers that pages of another origin may read. */
const READABLE = 'Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id';

/** CORS as Colyseus answers it: its SDK sends `credentials: include`, which forbids a bare `*`. */
export function corsHeaders(origin: string | null | undefined): Record<string, string> {
  return {
    'access-control-allow-origin': origin || '*',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': READABLE,
    vary: 'Origin',
  };
}

/** The answer to OPTIONS, on any path: what another origin may ask. */
export function preflight(origin: string | null | undefined): Response {
  const headers = {
    ...corsHeaders(origin),
    'access-control-allow-headers':
      'Origin, X-Requested-With, Content-Type, Accept, Authorization, Idempotency-Key',
    'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
    'access-control-max-age': '2592000',
  };
  return new Response(null, { status: 204, headers });
}

/** An error as the path's readers expect it: Colyseus' shape `{code, error}` under /matchmake/, else ours. */
export function refusal(path: string, code: ErrorCode, origin?: string | null, field?: string): Response {
  const { status } = ERRORS[code];
  return Response.json(refusalBody(path, code, field), { status, headers: corsHeaders(origin) });
}

export function refusalBody(path: string, code: ErrorCode, field?: string): object {
  return path.startsWith(MATCHMAKING)
    ? { code: ERRORS[code].status, error: code }
    : { error: failure(code, field === undefined ? {} : { field }) };
}
