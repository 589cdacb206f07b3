import { setTimeout as pause } from 'node:timers/promises';
import { ERRORS, type ErrorCode } from '../../domain/protocol/errors.ts';
import { isOverfull } from './bodyCheck.ts';
import { FORWARDING_HEADERS } from './peerAddress.ts';
import { preparedBody } from './prepared.ts';
import { corsHeaders, refusalBody } from './refusal.ts';
import type { HttpHandler, TransportSettings } from './types.ts';

/** A request as a transport has read it: bounded, its peer decided, complete unless its body is a stream. */
export interface Incoming {
  method: string;
  /** Path and query, as sent. */
  target: string;
  /** Made of what was sent when its turn has come: a thousand of them at once take long. */
  headers: () => Headers;
  peerAddress: string;
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function mayCarryBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Leaves one truth about the peer in the headers. Colyseus' auth context believes `x-real-ip` first, so that
 * is where the decided address goes, and what the client wrote goes away.
 */
export function pinPeer(headers: Headers, peerAddress: string): void {
  for (const name of FORWARDING_HEADERS) headers.delete(name);
  if (peerAddress !== '') headers.set('x-real-ip', peerAddress);
}

function isStream(body: Incoming['body']): body is ReadableStream<Uint8Array<ArrayBuffer>> {
  return body instanceof ReadableStream;
}

/** A body that announces more than this is sent while it is made, so that it never is in memory as a whole. */
const MOST_WHOLE_BYTES = 1_048_576;

/** An answer of so much takes a turn more of its address' pace: the kernel copies it, and keeps what nobody reads. */
const TURN_BYTES = 64 * 1024;

/** An answer with its body read, so that writing it can't fail half-way; or with the stream of a large one. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;
}

async function whole(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** A refusal by the transport itself, without a `Response` for each: there may be thousands. */
export function refused(path: string, code: ErrorCode, origin?: string | null, field?: string): Answer {
  return {
    status: ERRORS[code].status,
    headers: new Headers({ ...corsHeaders(origin), 'content-type': 'application/json' }),
    body: Buffer.from(JSON.stringify(refusalBody(path, code, field))),
  };
}

function asItComes(response: Response): Answer | Promise<Answer> {
  const { status, headers, body } = response;
  const ready = preparedBody(response);
  if (ready !== undefined) return { status, headers, body: ready };
  const isLarge = Number(headers.get('content-length') ?? 0) > MOST_WHOLE_BYTES;
  return isLarge && body !== null ? { status, headers, body } : whole(response);
}

/** Bytes of an answer's body, of a stream as announced. */
export function bodyBytes({ headers, body }: Answer): number {
  return body instanceof ReadableStream ? Number(headers.get('content-length')) : body.length;
}

const pathOf = ({ target }: Incoming): string => target.split('?', 1)[0] ?? '/';

/** Answers a request through the handler. Never rejects: a bug is logged with a code, and answered with it. */
export async function answer(
  incoming: Incoming,
  handler: HttpHandler,
  { logger, turn, pace }: Pick<TransportSettings, 'logger' | 'turn' | 'pace'>,
): Promise<Answer> {
  const waitMs = pace(incoming.peerAddress);
  if (waitMs === null) return refused(pathOf(incoming), 'busy');
  if (waitMs > 0) await pause(waitMs);
  // Before anything is made of it: a thousand requests that were read in one go take a tenth of a second to be made.
  await turn();
  const { method, target, peerAddress, body } = incoming;
  const headers = incoming.headers();
  const path = pathOf(incoming);
  const origin = headers.get('origin');
  if (!METHODS.has(method)) return refused(path, 'not_found', origin);
  if (body !== null && !isStream(body) && isOverfull(body))
    return refused(path, 'invalid_request', origin, 'body');
  pinPeer(headers, peerAddress);
  let request: Request;
  try {
    // The path must not be read as an authority ("//host"), nor the Host header as more than one.
    const url = new URL(`http://localhost${target.startsWith('/') ? target : '/'}`);
    const host = headers.get('host');
    if (host && /^[\w.[\]:-]+$/.test(host)) url.host = host;
    request = new Request(url, { method, headers, body, ...(isStream(body) ? { duplex: 'half' } : {}) });
  } catch {
    return refused(path, 'invalid_request', origin);
  }
  try {
    const answered = await asItComes(await handler(request, { address: peerAddress }));
    const turns = Math.floor(bodyBytes(answered) / TURN_BYTES);
    if (turns > 0) pace.spend(peerAddress, turns);
    return answered;
  } catch (error) {
    logger.error({ code: 'internal', err: error, method, path }, 'an HTTP handler threw');
    return refused(path, 'internal', origin);
  }
}
