import { ErrorCode as ColyseusCode, ServerError } from '@colyseus/core';
import { ERRORS, type ErrorCode, isErrorCode } from '../../domain/protocol/errors.ts';

/** What a Colyseus exception means to a client: our code, and the number that Colyseus' shape carries. */
export interface Meaning {
  code: ErrorCode;
  number: number;
  /** A bug of ours: it needs its stack in the log. */
  bug: boolean;
}

const OF_COLYSEUS: Record<number, ErrorCode> = {
  [ColyseusCode.MATCHMAKE_NO_HANDLER]: 'not_found',
  [ColyseusCode.MATCHMAKE_INVALID_CRITERIA]: 'not_found',
  [ColyseusCode.MATCHMAKE_INVALID_ROOM_ID]: 'not_found',
  [ColyseusCode.MATCHMAKE_EXPIRED]: 'not_found',
  [ColyseusCode.AUTH_FAILED]: 'unauthorized',
  [ColyseusCode.INVALID_PAYLOAD]: 'invalid_request',
};

/**
 * A room refuses by `new ServerError(status, code)` with a code of our catalogue. Colyseus' own refusals have
 * numbers only; those that come from a race (a full or vanished room, a process that does not answer) are
 * told by their text, because Colyseus throws them as bare errors.
 */
export function meaningOf(error: unknown): Meaning {
  const message = error instanceof Error ? error.message : '';
  const number = (error as { code?: unknown } | null)?.code;
  if (isErrorCode(message)) return { code: message, number: ERRORS[message].status, bug: false };
  // A store that does not answer while a room lets somebody in: it says so itself, and nobody made a mistake.
  if (number === 'store_unavailable')
    return { code: number, number: ERRORS.store_unavailable.status, bug: false };
  if (/shutting down/.test(message)) return transient('draining', number);
  if (/already full|not available|no longer available|timed out|ipc_timeout/.test(message)) {
    return transient('busy', number);
  }
  // Asked for by a client that left it out: Colyseus has no number of its own for that.
  if (/must be provided/.test(message)) {
    return { code: 'invalid_request', number: ERRORS.invalid_request.status, bug: false };
  }
  // It left again while it was being taken back.
  if (message === 'reconnection denied')
    return { code: 'not_found', number: ERRORS.not_found.status, bug: false };
  const code = typeof number === 'number' ? OF_COLYSEUS[number] : undefined;
  if (code !== undefined) return { code, number: httpStatus(number) ?? ERRORS[code].status, bug: false };
  return { code: 'internal', number: ERRORS.internal.status, bug: !(error instanceof ServerError) };
}

function transient(code: 'draining' | 'busy', number: unknown): Meaning {
  return { code, number: httpStatus(number) ?? ERRORS[code].status, bug: false };
}

/** The number, if it can stand in a status line. */
function httpStatus(number: unknown): number | null {
  return typeof number === 'number' && Number.isInteger(number) && number >= 400 && number <= 599
    ? number
    : null;
}
