import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { type Answer, answer, bodyBytes, type Incoming, mayCarryBody, refused } from './incoming.ts';
import { startLateness } from './lateness.ts';
import { type StreamedBody, streamedBody } from './streamedBody.ts';
import { type HttpHandler, MAX_BODY_BYTES, type StreamedRoutes, type TransportSettings } from './types.ts';

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
  streamed: StreamedRoutes,
  settings: TransportSettings,
): Promise<void> {
  const exchange: Exchange = { response, aborted: false, onAborted: null };
  response.onAborted(() => {
    exchange.aborted = true;
    exchange.onAborted?.();
  });
  const sent: [string, string][] = [];
  request.forEach((name, value) => {
    // A byte that no header may carry: the header is dropped, not the process.
    if (isHeaderValue(value)) sent.push([name, value]);
  });
  const headers = () => new Headers(sent);
  const header = (wanted: string) => {
    const values = sent.filter(([name]) => name === wanted).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  };
  const method = request.getMethod().toUpperCase();
  const path = request.getUrl();
  const query = request.getQuery();
  const peerAddress = settings.addressOf(Buffer.from(response.getRemoteAddressAsText()).toString(), header);

  const target = query ? `${path}?${query}` : path;
  const incoming = { method, target, headers, peerAddress };
  const answerTo = (complete: Incoming) => answer(complete, handler, settings);

  const mostBytes = streamed(method, path);
  const isAnnounced = Number(header('content-length') ?? 0) <= (mostBytes ?? MAX_BODY_BYTES);
  if (mostBytes !== null && isAnnounced) {
    const body = streamBody(exchange, mostBytes, settings);
    const answered = await answerTo({ ...incoming, body: body.stream });
    const isWhole = await body.drained();
    write(exchange, answered, method, settings, !isWhole);
    return;
  }
  let body: Uint8Array<ArrayBuffer> | null = null;
  if (mayCarryBody(method)) {
    const read = isAnnounced ? await readBody(exchange, settings.bodyTimeoutMs) : 'payload_too_large';
    if (exchange.aborted) return;
    if (typeof read === 'string') {
      settings.events.refused(read);
      // Ending with a close still lets the sender read the refusal: only our direction is shut down.
      write(exchange, refused(path, read, header('origin')), method, settings, true);
      return;
    }
    body = read.length === 0 ? null : read;
  }
  write(exchange, await answerTo({ ...incoming, body }), method, settings, false);
}

function isHeaderValue(value: string): boolean {
  return !/[\0\r\n]|[^\0-\xff]/.test(value);
}

/** Must be called before the first await. */
function streamBody(
  exchange: Exchange,
  maxBytes: number,
  { bodyTimeoutMs, events }: TransportSettings,
): StreamedBody {
  const { response } = exchange;
  const flow = {
    pause: () => void (exchange.aborted || response.pause()),
    resume: () => void (exchange.aborted || response.resume()),
  };
  const body = streamedBody({ maxBytes, paceMs: bodyTimeoutMs }, flow, events.refused);
  exchange.onAborted = body.abort;
  response.onData((chunk, isLast) => {
    // The chunk is only lent until this callback returns.
    body.push(new Uint8Array(chunk.slice(0)));
    if (isLast) body.end();
  });
  return body;
}

/** Reads at most the limit, and stops there. Must be called before the first await. */
function readBody(
  exchange: Exchange,
  timeoutMs: number,
): Promise<Buffer<ArrayBuffer> | Extract<ErrorCode, 'payload_too_large' | 'request_timeout'>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let finished = false;
    const finish = (outcome: Parameters<typeof resolve>[0]) => {
      finished = true;
      lateness.stop();
      exchange.onAborted = null;
      resolve(outcome);
    };
    const lateness = startLateness(timeoutMs, () => finish('request_timeout'));
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
      if (isLast) finish(chunks.length === 1 ? (chunks[0] as Buffer<ArrayBuffer>) : Buffer.concat(chunks));
    });
  });
}

function write(
  exchange: Exchange,
  answered: Answer,
  method: string,
  settings: TransportSettings,
  closeConnection: boolean,
): void {
  const { response } = exchange;
  const { status, headers } = answered;
  const isLarge = !closeConnection && bodyBytes(answered) > MOST_BUFFERED_BYTES;
  const body = isLarge ? inParts(answered.body) : answered.body;
  const isStream = body instanceof ReadableStream;
  if (isStream && (exchange.aborted || method === 'HEAD')) body.cancel().catch(() => {});
  if (exchange.aborted) return;
  response.cork(() => {
    response.writeStatus(`${status} ${STATUS_CODES[status] ?? 'Unknown'}`);
    headers.forEach((value, name) => {
      if (name !== 'content-length') response.writeHeader(name, value);
    });
    if (method === 'HEAD') response.endWithoutBody(bodyBytes(answered), closeConnection);
    else if (status === 204 || status === 304) response.endWithoutBody(undefined, closeConnection);
    else if (!isStream) response.end(body, closeConnection);
  });
  if (isStream && method !== 'HEAD') void send(exchange, body, bodyBytes(answered), settings);
}

/** uWebSockets.js copies what a client does not take at once. So much of it, for each who asks and does not read. */
const MOST_BUFFERED_BYTES = 16 * 1024;
/** Who takes less than this within the time limit of a body is cut. */
const PART_BYTES = 64 * 1024;

function inParts(body: Answer['body']): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (body instanceof ReadableStream) return body;
  let at = 0;
  return new ReadableStream(
    {
      pull(controller) {
        controller.enqueue(body.subarray(at, at + PART_BYTES));
        at += PART_BYTES;
        if (at >= body.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Sends a body no faster than the client takes it; one that leaves, or takes nothing for a while, ends it. */
async function send(
  exchange: Exchange,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  totalBytes: number,
  { bodyTimeoutMs, logger }: TransportSettings,
): Promise<void> {
  const { response } = exchange;
  const reader = body.getReader();
  let sentBytes = 0;
  /** What the socket did not take has to be offered again, from the offset that it then names. */
  let part: Uint8Array<ArrayBuffer>;
  let taken = Promise.withResolvers<void>();
  let isWaiting = false;

  function offer(offset: number): boolean {
    response.cork(() => {
      const answers = response.tryEnd(part.subarray(offset - sentBytes), totalBytes);
      isWaiting = !answers.includes(true);
      if (isWaiting) return;
      sentBytes += part.length;
      taken.resolve();
    });
    return !isWaiting;
  }

  async function put(next: Uint8Array<ArrayBuffer>): Promise<void> {
    part = next;
    taken = Promise.withResolvers();
    if (offer(sentBytes)) return;
    const slow = setTimeout(() => exchange.aborted || response.close(), bodyTimeoutMs);
    await taken.promise;
    clearTimeout(slow);
  }

  // One for the whole answer: it may be called while a part is being offered.
  response.onWritable((offset) => !isWaiting || offer(offset));
  exchange.onAborted = () => {
    taken.resolve();
    reader.cancel().catch(() => {});
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (exchange.aborted) return;
      if (done) break;
      await put(value);
      if (exchange.aborted) return;
    }
    if (sentBytes < totalBytes) throw new Error(`${sentBytes} of ${totalBytes} bytes were made`);
  } catch (error) {
    logger.error({ code: 'internal', err: error }, 'an answer ended half-way');
    // Half of it must not look like all of it.
    if (!exchange.aborted && sentBytes < totalBytes) response.close();
  }
}
