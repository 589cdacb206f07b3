import type { Logger } from '../logger.ts';
import { FORWARDING_HEADERS } from './peerAddress.ts';
import { refusal } from './refusal.ts';
import type { HttpHandler } from './types.ts';

/** A request as a transport has read it: complete, bounded, its peer decided. */
export interface Incoming {
  method: string;
  /** Path and query, as sent. */
  target: string;
  headers: Headers;
  peerAddress: string;
  body: Uint8Array<ArrayBuffer> | null;
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

/** An answer with its body read, so that writing it can't fail half-way. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer<ArrayBuffer>;
}

export async function whole(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** Answers a request through the handler. Never rejects: a bug is logged with a code, and answered with it. */
export async function answer(incoming: Incoming, handler: HttpHandler, logger: Logger): Promise<Answer> {
  const { method, target, headers, peerAddress, body } = incoming;
  const path = target.split('?', 1)[0] ?? '/';
  const origin = headers.get('origin');
  if (!METHODS.has(method)) return whole(refusal(path, 'not_found', origin));
  pinPeer(headers, peerAddress);
  let request: Request;
  try {
    // The path must not be read as an authority ("//host"), nor the Host header as more than one.
    const url = new URL(`http://localhost${target.startsWith('/') ? target : '/'}`);
    const host = headers.get('host');
    if (host && /^[\w.[\]:-]+$/.test(host)) url.host = host;
    request = new Request(url, { method, headers, body });
  } catch {
    return whole(refusal(path, 'invalid_request', origin));
  }
  try {
    return await whole(await handler(request, { address: peerAddress }));
  } catch (error) {
    logger.error({ code: 'internal', err: error, method, path }, 'an HTTP handler threw');
    return whole(refusal(path, 'internal', origin));
  }
}
