import { ERRORS, type ErrorCode, isErrorCode } from '../../domain/protocol/errors.ts';

/**
 * Codes of the server's catalogue, and two that only a client can know:
 * `unreachable`: no answer came (network, closed socket, timeout), the request may be repeated;
 * `outcome_unknown`: a bet, cancellation or cash-out got no answer for as long as it could matter.
 */
export type FairgroundCode = ErrorCode | 'unreachable' | 'outcome_unknown';

const CLIENT_MESSAGES = {
  unreachable: 'The server did not answer.',
  outcome_unknown: 'The server did not say in time whether this stands. The history will.',
} as const;

export class FairgroundError extends Error {
  override readonly name = 'FairgroundError';
  readonly code: FairgroundCode;
  readonly details: Record<string, unknown>;

  constructor(code: FairgroundCode, details: Record<string, unknown> = {}, message?: string) {
    super(message ?? (isErrorCode(code) ? ERRORS[code].message : CLIENT_MESSAGES[code]));
    this.code = code;
    this.details = details;
  }
}

/** The server said that it can't just now: the same request may be sent again, with the same key. */
export function isTransient(code: FairgroundCode): boolean {
  return (
    code === 'busy' ||
    code === 'draining' ||
    code === 'fenced' ||
    code === 'store_unavailable' ||
    code === 'rate_limited' ||
    code === 'unreachable'
  );
}

/** How long the server asks to be left alone; null where it does not say. */
export function askedToWaitMs({ details }: FairgroundError): number | null {
  return typeof details.retryAfterMs === 'number' ? details.retryAfterMs : null;
}

/** Reads `{code, message, details}` as the server sends it; anything else is a bug of one of us: `internal`. */
export function errorFromWire(value: unknown): FairgroundError {
  if (typeof value === 'object' && value !== null && 'code' in value && isErrorCode(value.code)) {
    const { message, details } = value as { message?: unknown; details?: unknown };
    return new FairgroundError(
      value.code,
      typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {},
      typeof message === 'string' ? message : undefined,
    );
  }
  return new FairgroundError('internal');
}

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  422: 'invalid_request',
  429: 'rate_limited',
  502: 'busy',
  503: 'busy',
  504: 'busy',
};

/** For answers without our body, such as a proxy's. */
export function errorFromStatus(status: number): FairgroundError {
  return new FairgroundError(CODE_OF_STATUS[status] ?? 'internal', { status });
}
