import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { type Answer, answer, mayCarryBody, whole } from './incoming.ts';
import { refusal } from './refusal.ts';
import { type HttpHandler, MAX_BODY_BYTES, type TransportSettings } from './types.ts';

/** How long a refused body may go on arriving, unread, so that its sender gets to see the refusal. */
const LINGER_MS = 1_000;

/** A `request` listener of node:http that serves a fetch-style handler. */
export function serveNodeHttp(handler: HttpHandler, settings: TransportSettings) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const target = request.url ?? '/';
    const headers = headersOf(request);
    const peerAddress = settings.addressOf(
      request.socket.remoteAddress ?? '',
      (name) => headers.get(name) ?? undefined,
    );
    let body: Uint8Array<ArrayBuffer> | null = null;
    if (mayCarryBody(method)) {
      const read = await readBody(request, settings.bodyTimeoutMs);
      if (read === 'gone') return;
      if (typeof read === 'string') {
        settings.events.refused(read);
        const path = target.split('?', 1)[0] ?? '/';
        write(response, await whole(refusal(path, read, headers.get('origin'))), method);
        setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
        request.resume();
        return;
      }
      body = read.length === 0 ? null : read;
    }
    const incoming = { method, target, headers, peerAddress, body };
    write(response, await answer(incoming, handler, settings.logger), method);
  };
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    for (const each of value ?? []) headers.append(name, each);
  }
  return headers;
}

/** Reads at most the limit, and stops there; `gone` when the client left meanwhile. */
function readBody(
  request: IncomingMessage,
  timeoutMs: number,
): Promise<Buffer<ArrayBuffer> | Extract<ErrorCode, 'payload_too_large' | 'request_timeout'> | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    return Promise.resolve('payload_too_large');
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (outcome: Parameters<typeof resolve>[0]) => {
      clearTimeout(timeout);
      request.removeAllListeners('data');
      resolve(outcome);
    };
    const timeout = setTimeout(finish, timeoutMs, 'request_timeout');
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) finish('payload_too_large');
      else chunks.push(chunk);
    });
    request.once('end', () => finish(Buffer.concat(chunks)));
    request.once('close', () => finish('gone'));
    request.once('error', () => finish('gone'));
  });
}

function write(response: ServerResponse, { status, headers, body }: Answer, method: string): void {
  if (response.destroyed) return;
  response.statusCode = status;
  headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  if (status !== 204 && status !== 304) response.setHeader('content-length', body.length);
  response.end(method === 'HEAD' ? undefined : body);
}
