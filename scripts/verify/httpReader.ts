/** Why nothing could be checked, in one line. */
export class NothingToCheck extends Error {
  override readonly name = 'NothingToCheck';
}

export type Fetch = (url: string, init?: { headers: Record<string, string> }) => Promise<Response>;

const PATIENT_ATTEMPTS = 5;
const LONGEST_WAIT_MS = 15_000;
/** Until a limit resets. */
const LONGEST_WINDOW_MS = 10 * 60_000;
const PAGE = 200;

/** Reads JSON from a server, the way anybody can: patiently, and trusting nothing. */
export class HttpReader {
  readonly base: string;
  readonly #fetch: Fetch;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #headers: Record<string, string>;

  constructor(
    base: string,
    fetch: Fetch,
    sleep: (ms: number) => Promise<void>,
    headers: Record<string, string> = {},
  ) {
    this.base = base.replace(/\/+$/, '');
    this.#fetch = fetch;
    this.#sleep = sleep;
    this.#headers = headers;
  }

  /** Parsed JSON, or null for 404. */
  async get(path: string): Promise<unknown> {
    const response = await this.#ask(path);
    return response === null
      ? null
      : await response.json().catch(() => {
          throw new NothingToCheck(`${this.base}${path} does not answer with JSON`);
        });
  }

  /** The body as it is, or null for 404. */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const response = await this.#ask(path);
    return response === null
      ? null
      : await response.bytes().catch((error: Error) => {
          throw new NothingToCheck(`${this.base}${path} can't be read: ${reasonOf(error)}`);
        });
  }

  /** The answer, or null for 404. Waits where the server asks for it. */
  async #ask(path: string): Promise<Response | null> {
    const url = `${this.base}${path}`;
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#fetch(url, { headers: this.#headers }).catch((error: Error) => {
        throw new NothingToCheck(`${url} can't be reached: ${reasonOf(error)}`);
      });
      if (response.status === 404) return null;
      const busy = response.status === 429 || response.status === 503;
      if (busy && attempt < PATIENT_ATTEMPTS) {
        const askedSeconds = Number(response.headers.get('retry-after') ?? 1);
        await response.body?.cancel();
        const longestMs = response.status === 429 ? LONGEST_WINDOW_MS : LONGEST_WAIT_MS;
        await this.#sleep(Math.min(longestMs, Math.max(100, askedSeconds * 1000 || 1000)));
        continue;
      }
      if (response.status === 401) {
        throw new NothingToCheck(
          `${url} answers 401: the access token is missing, expired or not this server's`,
        );
      }
      if (!response.ok) throw new NothingToCheck(`${url} answers ${response.status}`);
      return response;
    }
  }

  /** The first `count` items of a list, or all of them. Pages may be shorter than asked for. */
  async list(path: string, count = Number.POSITIVE_INFINITY): Promise<unknown[]> {
    const items: unknown[] = [];
    let cursor: string | null = null;
    do {
      const limit = Math.min(PAGE, count - items.length);
      const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await this.get(`${path}?limit=${limit}${after}`)) as {
        items?: unknown;
        next?: string | null;
      } | null;
      if (!Array.isArray(page?.items)) throw new NothingToCheck(`${this.base}${path} is not a list`);
      items.push(...page.items);
      cursor = page.items.length === 0 ? null : (page.next ?? null);
    } while (cursor !== null && items.length < count);
    return items.slice(0, count);
  }
}

/** `fetch` hides what happened in the cause of a bare "fetch failed". */
function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
