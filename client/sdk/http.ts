import { type Backoff, backoffMs } from './backoff.ts';
import { askedToWaitMs, errorFromStatus, errorFromWire, FairgroundError, isTransient } from './errors.ts';
import { type Scheduler, sleep } from './scheduler.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  content?: { type: string; data: Blob | string };
  token?: string | null;
  idempotencyKey?: string;
  /** The answer is an `ArrayBuffer` instead of JSON. */
  bytes?: boolean;
  /** How long to wait for the answer; 10 s when left out. */
  withinMs?: number;
}

export interface HttpDefaults {
  url: string;
  fetch: typeof globalThis.fetch;
  scheduler: Scheduler;
  random: () => number;
}

const ANSWER_WITHIN_MS = 10_000;
const ATTEMPTS = 4;
const BACKOFF: Backoff = { firstMs: 250, capMs: 4_000 };
/** Who is asked to wait for longer is told so instead. */
const LONGEST_WAIT_MS = 15_000;
/** The server did not begin with it. */
const UNTOUCHED: ReadonlySet<string> = new Set(['busy', 'draining', 'rate_limited']);

/** One exchange. Throws `FairgroundError`: the server's code, or `unreachable` when no answer came. */
export async function exchange<T>(defaults: HttpDefaults, request: HttpRequest): Promise<T> {
  const response = await send(defaults, request);
  if (response.ok && request.bytes) return (await bytesOf(response)) as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw withRetryAfter(errorOf(response.status, body), response.headers.get('retry-after'));
}

/**
 * Repeats an exchange that the server could not take just now. Without `idempotent`, only refusals are
 * repeated: a request that got no answer may have been carried out.
 */
export async function exchangeWithRetry<T>(
  defaults: HttpDefaults,
  request: HttpRequest,
  idempotent: boolean,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await exchange<T>(defaults, request);
    } catch (error) {
      if (!(error instanceof FairgroundError) || !isTransient(error.code)) throw error;
      const repeatable = idempotent || UNTOUCHED.has(error.code);
      const askedMs = askedToWaitMs(error) ?? 0;
      if (!repeatable || attempt + 1 >= ATTEMPTS || askedMs > LONGEST_WAIT_MS) throw error;
      await sleep(defaults.scheduler, askedMs + backoffMs(BACKOFF, attempt, defaults.random));
    }
  }
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch (error) {
    throw unreachable(error);
  }
}

function unreachable(error: unknown): FairgroundError {
  return new FairgroundError('unreachable', {
    cause: error instanceof Error ? error.message : String(error),
  });
}

async function send(defaults: HttpDefaults, request: HttpRequest): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const json = request.body === undefined ? undefined : JSON.stringify(request.body);
  const type = request.content?.type ?? (json === undefined ? null : 'application/json');
  if (type) headers['content-type'] = type;
  if (request.token) headers.authorization = `Bearer ${request.token}`;
  if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey;
  try {
    return await defaults.fetch(defaults.url + request.path, {
      method: request.method,
      headers,
      body: request.content?.data ?? json,
      signal: AbortSignal.timeout(request.withinMs ?? ANSWER_WITHIN_MS),
    });
  } catch (error) {
    throw unreachable(error);
  }
}

function errorOf(status: number, body: unknown): FairgroundError {
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const { error } = body;
    // Over HTTP the error is an object; matchmaking keeps Colyseus' shape, with our code as a string.
    const fromWire = errorFromWire(typeof error === 'string' ? { code: error } : error);
    if (fromWire.code !== 'internal' || status === 500) return fromWire;
  }
  return errorFromStatus(status);
}

function withRetryAfter(error: FairgroundError, retryAfter: string | null): FairgroundError {
  const seconds = Number(retryAfter);
  if (retryAfter === null || !Number.isFinite(seconds) || 'retryAfterMs' in error.details) return error;
  return new FairgroundError(error.code, { ...error.details, retryAfterMs: seconds * 1_000 }, error.message);
}
