import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { type Answer, answer, bodyBytes, type Incoming, mayCarryBody, refused } from './incoming.ts';
import { startLateness } from './lateness.ts';
import { type StreamedBody, streamedBody } from './streamedBody.ts';
import { type HttpHandler, MAX_BODY_BYTES, type StreamedRoutes, type TransportSettings } from './types.ts';

/** How long a refused body may go on arriving, unread, so that its sender gets to see the refusal. */
const LINGER_MS = 1_000;

type Refused = Extract<ErrorCode, 'payload_too_large' | 'request_timeout'>;

/** A `request` listener of node:http that serves a fetch-style handler. */
export function serveNodeHttp(handler: HttpHandler, streamed: StreamedRoutes, settings: TransportSettings) {
  const answerTo = (incoming: Incoming) => answer(incoming, handler, settings);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const target = request.url ?? '/';
    const path = target.split('?', 1)[0] ?? '/';
    const headers = () => headersOf(request);
    const peerAddress = settings.addressOf(request.socket.remoteAddress ?? '', (name) =>
      request.headersDistinct[name]?.join(', '),
    );
    const incoming = { method, target, headers, peerAddress };
    const mostBytes = streamed(method, path);
    const isAnnounced = Number(request.headers['content-length'] ?? 0) <= (mostBytes ?? MAX_BODY_BYTES);
    if (mostBytes !== null && isAnnounced) {
      const body = streamBody(request, mostBytes, settings);
      const answered = await answerTo({ ...incoming, body: body.stream });
      const isWhole = await body.drained();
      write(response, answered, method, settings);
      if (!isWhole) closeSoon(request);
      return;
    }
    let body: Uint8Array<ArrayBuffer> | null = null;
    if (mayCarryBody(method)) {
      const read = isAnnounced ? await readBody(request, settings.bodyTimeoutMs) : 'payload_too_large';
      if (read === 'gone') return;
      if (typeof read === 'string') {
        settings.events.refused(read);
        write(response, refused(path, read, request.headers.origin), method, settings);
        closeSoon(request);
        return;
      }
      body = read.length === 0 ? null : read;
    }
    write(response, await answerTo({ ...incoming, body }), method, settings);
  };
}

function closeSoon(request: IncomingMessage): void {
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
  request.resume();
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    for (const each of value ?? []) headers.append(name, each);
  }
  return headers;
}

function streamBody(
  request: IncomingMessage,
  maxBytes: number,
  { bodyTimeoutMs, events }: TransportSettings,
): StreamedBody {
  const body = streamedBody({ maxBytes, paceMs: bodyTimeoutMs }, request, events.refused);
  request.on('data', (chunk: Buffer<ArrayBuffer>) => body.push(new Uint8Array(chunk)));
  request.once('end', body.end);
  request.once('close', body.abort);
  request.once('error', body.abort);
  return body;
}

/** Reads at most the limit, and stops there; `gone` when the client left meanwhile. */
function readBody(
  request: IncomingMessage,
  timeoutMs: number,
): Promise<Buffer<ArrayBuffer> | Refused | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (outcome: Parameters<typeof resolve>[0]) => {
      lateness.stop();
      request.removeAllListeners('data');
      resolve(outcome);
    };
    const lateness = startLateness(timeoutMs, () => finish('request_timeout'));
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

function write(
  response: ServerResponse,
  answered: Answer,
  method: string,
  { bodyTimeoutMs, logger }: TransportSettings,
): void {
  const { status, headers, body } = answered;
  const isStream = body instanceof ReadableStream;
  if (isStream && (response.destroyed || method === 'HEAD')) body.cancel().catch(() => {});
  if (response.destroyed) return;
  response.statusCode = status;
  headers.forEach((value, name) => {
    response.setHeader(name, value);
  });
  if (status !== 204 && status !== 304) response.setHeader('content-length', bodyBytes(answered));
  if (method === 'HEAD') response.end();
  else if (!isStream) response.end(body);
  else {
    response.setTimeout(bodyTimeoutMs, () => response.destroy());
    // No faster than the client takes it; half of it does not look like all of it.
    pipeline(body, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      logger.error({ code: 'internal', err: error }, 'an answer ended half-way');
    });
  }
}
