import { type ErrorCode, type Failure, failure } from './protocol/errors.ts';

/** The outcome of an operation that a player or an operator can make fail. Bugs throw instead. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  details: Record<string, unknown> = {},
  message?: string,
): { ok: false; error: Failure } {
  return { ok: false, error: failure(code, details, message) };
}
