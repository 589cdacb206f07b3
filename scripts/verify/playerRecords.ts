import type { SeedsView } from '../../domain/games/seeds.ts';
import { type Fetch, HttpReader } from './httpReader.ts';

/** Reads a player's games over HTTP with the player's access token. Whatever is answered may be any JSON. */
export class PlayerRecords {
  readonly #reader: HttpReader;
  readonly #odds = new Map<string, unknown>();

  constructor(url: string, token: string, fetch: Fetch, sleep: (ms: number) => Promise<void>) {
    this.#reader = new HttpReader(url, fetch, sleep, { authorization: `Bearer ${token}` });
  }

  /** The seed pair in use. */
  async seeds(): Promise<Partial<SeedsView>> {
    return ((await this.#reader.get('/api/fairness/seeds')) ?? {}) as Partial<SeedsView>;
  }

  /** All games of the history, oldest first. */
  async history(): Promise<unknown[]> {
    return (await this.#reader.list('/api/me/history')).reverse();
  }

  /** Null when the server knows no such game of the player's. */
  game(gameId: string): Promise<unknown> {
    return this.#reader.get(`/api/games/${encodeURIComponent(gameId)}`);
  }

  /** The odds table with this hash, or what the server takes for it. */
  async odds(oddsHash: string): Promise<unknown> {
    if (!this.#odds.has(oddsHash)) {
      const answer = await this.#reader.get(`/api/odds/${encodeURIComponent(oddsHash)}`);
      this.#odds.set(oddsHash, (answer as { odds?: unknown } | null)?.odds);
    }
    return this.#odds.get(oddsHash);
  }
}
