import type { z } from 'zod';
import { ERRORS, type ErrorCode, type Failure, failure } from '../../domain/protocol/errors.ts';

/** Fields whose wrong type or value is `invalid_amount`; of all others it is `invalid_request`. */
const AMOUNT_FIELDS = new Set(['amount', 'amountCoins', 'betCoins', 'stakeCoins']);

/**
 * Answers an expected failure with its status. Typed `never`, because it fits every route: the routes'
 * types describe their successes, and the OpenAPI document lists each one's refusals by status.
 */
export function refuse(refused: Failure): never {
  const { code, message, details } = refused;
  const response = Response.json({ error: { code, message, details } }, { status: ERRORS[code].status });
  const { retryAfterMs } = details;
  if (typeof retryAfterMs === 'number') {
    response.headers.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  }
  codes.set(response, code);
  return response as never;
}

const codes = new WeakMap<Response, ErrorCode>();

/** The code that a response refuses with, for metrics. */
export function codeOf(response: Response): ErrorCode | undefined {
  return codes.get(response);
}

export function refuseWith(code: ErrorCode, details: Record<string, unknown> = {}): never {
  return refuse(failure(code, details));
}

/** The first thing wrong with a request, named by its field. */
export function shapeFailure(error: z.ZodError | z.core.$ZodError): Failure {
  const issue = error.issues[0];
  const field = issue?.path.join('.') || 'body';
  const code = AMOUNT_FIELDS.has(String(issue?.path.at(-1))) ? 'invalid_amount' : 'invalid_request';
  return failure(code, { field, problem: issue?.message ?? 'wrong' });
}
