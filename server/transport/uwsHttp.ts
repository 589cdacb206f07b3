import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { type Answer, answer, mayCarryBody, whole } from './incoming.ts';
import { refusal } from './refusal.ts';
import { type HttpHandler, MAX_BODY_BYTES, type TransportSettings } from './types.ts';

/** The response with what uWebSockets.js demands to be remembered: an aborted one must not be touched. */
interface Exchange {
  response: HttpResponse;
  aborted: boolean;
  onAborted: (() => void) | null;
}

/** Serves one uWebSockets.js request by a fetch-style handler. `request` is only valid until the first await. */
export async function serveUwsHttp(
  response: HttpResponse,
  request: HttpRequest,
  handler: HttpHandler,
  settings: TransportSettings,
): Promise<void> {
  const exchange: Exchange = { response, aborted: false, onAborted: null };
  response.onAborted(() => {
    exchange.aborted = true;
    exchange.onAborted?.();
  });
  const headers = new Headers();
  request.forEach((name, value) => {
    // A byte that no header may carry: the header is dropped, not the process.
    if (isHeaderValue(value)) headers.append(name, value);
  });
  const method = request.getMethod().toUpperCase();
  const path = request.getUrl();
  const query = request.getQuery();
  const peerAddress = settings.addressOf(
    Buffer.from(response.getRemoteAddressAsText()).toString(),
    (name) => headers.get(name) ?? undefined,
  );

  let body: Uint8Array<ArrayBuffer> | null = null;
  if (mayCarryBody(method)) {
    const read = await readBody(exchange, headers, settings.bodyTimeoutMs);
    if (exchange.aborted) return;
    if (typeof read === 'string') {
      settings.events.refused(read);
      // Ending with a close still lets the sender read the refusal: only our direction is shut down.
      write(exchange, await whole(refusal(path, read, headers.get('origin'))), method, true);
      return;
    }
    body = read.length === 0 ? null : read;
  }
  const target = query ? `${path}?${query}` : path;
  const answered = await answer({ method, target, headers, peerAddress, body }, handler, settings.logger);
  write(exchange, answered, method, false);
}

function isHeaderValue(value: string): boolean {
  return !/[\0\r\n]|[^\0-\xff]/.test(value);
}

/** Reads at most the limit, and stops there. Must be called before the first await. */
function readBody(
  exchange: Exchange,
  headers: Headers,
  timeoutMs: number,
): Promise<Buffer<ArrayBuffer> | Extract<ErrorCode, 'payload_too_large' | 'request_timeout'>> {
  if (Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    return Promise.resolve('payload_too_large');
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let finished = false;
    const finish = (outcome: Parameters<typeof resolve>[0]) => {
      finished = true;
      clearTimeout(timeout);
      exchange.onAborted = null;
      resolve(outcome);
    };
    const timeout = setTimeout(finish, timeoutMs, 'request_timeout');
    exchange.onAborted = () => finish(Buffer.alloc(0));
    exchange.response.onData((chunk, isLast) => {
      if (finished) return;
      bytes += chunk.byteLength;
      if (bytes > MAX_BODY_BYTES) {
        finish('payload_too_large');
        return;
      }
      // The chunk is only lent until this callback returns.
      chunks.push(Buffer.from(new Uint8Array(chunk)));
      if (isLast) finish(Buffer.concat(chunks));
    });
  });
}

function write(
  { response, aborted }: Exchange,
  { status, headers, body }: Answer,
  method: string,
  closeConnection: boolean,
): void {
  if (aborted) return;
  response.cork(() => {
    response.writeStatus(`${status} ${STATUS_CODES[status] ?? 'Unknown'}`);
    headers.forEach((value, name) => {
      if (name !== 'content-length') response.writeHeader(name, value);
    });
    if (method === 'HEAD') response.endWithoutBody(body.length, closeConnection);
    else if (status === 204 || status === 304) response.endWithoutBody(undefined, closeConnection);
    else response.end(body, closeConnection);
  });
}
