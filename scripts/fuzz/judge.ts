import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { ERRORS, isErrorCode } from '../../domain/protocol/errors.ts';
import type { ServerFrame } from '../../loadtest/colyseus/frames.ts';

/**
 * What a server may say to a frame or request, whatever that was. Each answers what is wrong with it, null when nothing
 * is: a code of the catalogue says what the client did, or that the server can't just now; `internal` says that
 * the server has a bug.
 */

export function wrongFrame(frame: ServerFrame): string | null {
  if (frame.type === 'error') return wrongCode(frame.message, `an error frame (${frame.code})`);
  if (frame.type !== 'response' || frame.status === 'ok') return null;
  if (frame.status === 'error') return `a request was answered without a code: ${short(frame.payload)}`;
  return wrongCode((frame.payload as { code?: unknown } | null)?.code, 'a refusal');
}

/** What a client closes with itself is repeated to it. */
export const OWN_CLOSES = [1000, 3000, 4000, 4999];

/** 1006: cut without a close frame; what is neither a frame of the protocol nor of websockets is cut so. */
const CLOSES = new Set<number>([
  ...OWN_CLOSES,
  ...[1001, 1002, 1003, 1005, 1006, 1007, 1009, 4001, 4002, 4003, 4010],
  ...Object.values(CLOSE_CODES),
]);

export function wrongClose(code: number, reason: string): string | null {
  if (!CLOSES.has(code)) return `a socket was closed with ${code} (${short(reason)})`;
  return reason === 'internal' ? 'a socket was closed as internal' : null;
}

/** @param body as text; matchmaking has Colyseus' own shape */
export function wrongAnswer(path: string, status: number, body: string): string | null {
  if (status < 400) return null;
  let parsed: { code?: unknown; error?: unknown };
  try {
    parsed = JSON.parse(body) as typeof parsed;
  } catch {
    return `${status} without JSON: ${short(body)}`;
  }
  if (path.startsWith('/matchmake/')) return wrongCode(parsed?.error, `${status}`);
  const code = (parsed?.error as { code?: unknown } | null)?.code;
  const wrong = wrongCode(code, `${status}`);
  if (wrong !== null) return wrong;
  const { status: expected } = ERRORS[code as keyof typeof ERRORS];
  return status === expected ? null : `${String(code)} came with ${status} instead of ${expected}`;
}

function wrongCode(code: unknown, what: string): string | null {
  if (!isErrorCode(code)) return `${what} without a code of the catalogue: ${short(code)}`;
  return code === 'internal' ? `${what} says internal` : null;
}

export function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** What of a server's output is wrong: each line must be a record with a code, and none may tell of a bug. */
export function wrongLine(line: string): string | null {
  if (line.trim() === '' || EXPECTED_LINES.some((expected) => expected.test(line))) return null;
  let record: { level?: number; code?: unknown; msg?: string };
  try {
    record = JSON.parse(line) as typeof record;
  } catch {
    return `the server printed ${short(line)}`;
  }
  if ((record.level ?? 0) >= ERROR_LEVEL) return `the log has an error: ${line.slice(0, 1_500)}`;
  return null;
}

const ERROR_LEVEL = 50;
const EXPECTED_LINES = [
  /^Fairground is ready/,
  // The inspector, which we ask about memory.
  /^Debugger (listening on|attached|ending on)/,
  /^For help, see: https:\/\/nodejs\.org/,
];
