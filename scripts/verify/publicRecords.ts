import type { Chain } from '../../domain/crash/port.ts';
import type { Page, RoundRecord, RoundSummary } from '../../domain/crash/records.ts';

/** Why nothing could be checked, in one line. */
export class NothingToCheck extends Error {
  override readonly name = 'NothingToCheck';
}

export type PublicChain = Pick<
  Chain,
  'id' | 'length' | 'terminator' | 'salt' | 'saltSource' | 'edgePercent' | 'firstGame'
>;

export type Fetch = (url: string) => Promise<Response>;

const PAGE = 200;
const PATIENT_ATTEMPTS = 5;
const LONGEST_WAIT_MS = 15_000;

/** Reads a table's public record over HTTP, the way anybody can. No token, nothing but API.md's routes. */
export class PublicRecords {
  readonly table: string;
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #sleep: (ms: number) => Promise<void>;

  constructor(url: string, table: string, fetch: Fetch, sleep: (ms: number) => Promise<void>) {
    this.#base = `${url.replace(/\/+$/, '')}/api/fairness/crash/${table}`;
    this.table = table;
    this.#fetch = fetch;
    this.#sleep = sleep;
  }

  async chains(): Promise<PublicChain[]> {
    const answer = await this.#get('');
    if (answer === null) throw new NothingToCheck(`there is no table "${this.table}" at ${this.#base}`);
    const { chains } = answer as { chains?: PublicChain[] };
    if (!Array.isArray(chains)) throw new NothingToCheck(`${this.#base} does not answer with chains`);
    return chains;
  }

  /** The latest settled rounds, newest first, at most `count`. */
  async latest(count: number): Promise<RoundSummary[]> {
    const rounds: RoundSummary[] = [];
    let cursor: string | null = null;
    do {
      const limit = Math.min(PAGE, count - rounds.length);
      const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await this.#get(`/rounds?limit=${limit}${after}`)) as Page<RoundSummary> | null;
      if (!Array.isArray(page?.items)) throw new NothingToCheck(`${this.#base}/rounds is not a list`);
      rounds.push(...page.items);
      cursor = page.items.length === 0 ? null : page.next;
    } while (cursor !== null && rounds.length < count);
    return rounds.slice(0, count);
  }

  /** Null when the server knows no such settled round. */
  async round(game: number): Promise<RoundRecord | null> {
    return (await this.#get(`/rounds/${game}`)) as RoundRecord | null;
  }

  /** Parsed JSON, or null for 404. Waits where the server asks for it. */
  async #get(path: string): Promise<unknown> {
    const url = `${this.#base}${path}`;
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#fetch(url).catch((error: Error) => {
        throw new NothingToCheck(`${url} can't be reached: ${reasonOf(error)}`);
      });
      if (response.status === 404) return null;
      const busy = response.status === 429 || response.status === 503;
      if (busy && attempt < PATIENT_ATTEMPTS) {
        const askedSeconds = Number(response.headers.get('retry-after') ?? 1);
        await response.body?.cancel();
        await this.#sleep(Math.min(LONGEST_WAIT_MS, Math.max(100, askedSeconds * 1000 || 1000)));
        continue;
      }
      if (!response.ok) throw new NothingToCheck(`${url} answers ${response.status}`);
      return await response.json().catch(() => {
        throw new NothingToCheck(`${url} does not answer with JSON`);
      });
    }
  }
}

/** `fetch` hides what happened in the cause of a bare "fetch failed". */
function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
