/**
 * The one catalogue of expected failures. On the wire: `{code, message, details}`;
 * over HTTP inside `{error: ...}` with the status named here. docs/ERRORS.md is checked against it.
 */
export const ERRORS = {
  unauthorized: { status: 401, message: 'Sign in first: the access token is missing, expired or not ours.' },
  forbidden: { status: 403, message: 'Your role or your account does not allow this.' },
  age_unconfirmed: { status: 403, message: 'Confirm your age before the first game.' },
  not_found: { status: 404, message: 'There is no such thing here.' },
  no_active_bet: { status: 404, message: 'You have no open bet with this id in this round.' },
  insufficient_funds: { status: 402, message: 'The balance does not cover this amount.' },
  already_bet: { status: 409, message: 'You already have a bet in this round.' },
  key_conflict: { status: 409, message: 'This key was used for a different request.' },
  already_claimed: { status: 409, message: 'This was claimed already.' },
  round_closed: { status: 409, message: 'Betting for this round is closed.' },
  too_late: { status: 409, message: 'The round had already bust.' },
  outdated: { status: 409, message: 'This changed meanwhile: look again, then try again.' },
  unfinished_game: { status: 409, message: 'Finish the open game first.' },
  request_timeout: { status: 408, message: 'The body did not arrive in time.' },
  payload_too_large: { status: 413, message: 'The body is larger than this route accepts.' },
  invalid_amount: { status: 422, message: 'The amount is not one that this table takes.' },
  invalid_request: { status: 422, message: 'The request does not have the right shape.' },
  limit_exceeded: { status: 429, message: 'A published limit does not allow this.' },
  daily_gacha_limit: { status: 429, message: 'Today’s pulls are used up.' },
  rate_limited: { status: 429, message: 'Too many requests: slow down.' },
  locked_out: { status: 429, message: 'Too many failed attempts: wait before the next.' },
  internal: { status: 500, message: 'A bug of ours. It was logged.' },
  busy: { status: 503, message: 'Not ready to take this now: try again shortly.' },
  store_unavailable: { status: 503, message: 'The database does not answer. Retry with the same key.' },
  fenced: { status: 503, message: 'This process lost the table: join again.' },
  draining: { status: 503, message: 'This process is shutting down: join again.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** An expected failure. `details` holds JSON values only; a bad field is named in `details.field`. */
export interface Failure {
  code: ErrorCode;
  message: string;
  details: Record<string, unknown>;
}

export function failure(code: ErrorCode, details: Record<string, unknown> = {}, message?: string): Failure {
  return { code, message: message ?? ERRORS[code].message, details };
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}
