import type { Chain } from '../../domain/crash/port.ts';
import type { RoundRecord, RoundSummary } from '../../domain/crash/records.ts';
import { type Fetch, HttpReader, NothingToCheck } from './httpReader.ts';

export type PublicChain = Pick<
  Chain,
  'id' | 'length' | 'terminator' | 'salt' | 'saltSource' | 'edgePercent' | 'firstGame' | 'lastGame'
>;

/** Reads a table's public record over HTTP. No token, nothing but documented routes. */
export class PublicRecords {
  readonly table: string;
  readonly #reader: HttpReader;

  constructor(url: string, table: string, fetch: Fetch, sleep: (ms: number) => Promise<void>) {
    this.#reader = new HttpReader(`${url.replace(/\/+$/, '')}/api/fairness/crash/${table}`, fetch, sleep);
    this.table = table;
  }

  async chains(): Promise<PublicChain[]> {
    const answer = await this.#reader.get('');
    if (answer === null)
      throw new NothingToCheck(`there is no table "${this.table}" at ${this.#reader.base}`);
    const { chains } = answer as { chains?: PublicChain[] };
    if (!Array.isArray(chains)) throw new NothingToCheck(`${this.#reader.base} does not answer with chains`);
    return chains;
  }

  /** The latest settled rounds, newest first, at most `count`. */
  async latest(count: number): Promise<RoundSummary[]> {
    return (await this.#reader.list('/rounds', count)) as RoundSummary[];
  }

  /** Null when the server knows no such settled round. */
  async round(game: number): Promise<RoundRecord | null> {
    return (await this.#reader.get(`/rounds/${game}`)) as RoundRecord | null;
  }
}
