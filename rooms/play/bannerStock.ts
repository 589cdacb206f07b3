import type { GachaBanner } from '../../domain/gacha/banner.ts';
import type { StockUse } from '../../domain/ledger/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';
import { inTries } from './inTries.ts';
import { Turns } from './turns.ts';

/** So often is a pull tried beside others; when they have outdated it each time, the next ones wait for it. */
export const FREE_TRIES = 8;

/**
 * What this process knows of a banner's limited items. It may be behind what others took: the ledger then refuses the pull as
 * outdated, and this is loaded afresh. That is seldom, also where items run short: a single pull depends on nothing but whether an
 * item is left at all. So each is tried beside the others, and only those that met others again and again take turns.
 */
export class BannerStock {
  readonly #turns = new Turns();
  /** The turn of a pull that others have outdated again and again, while it lasts. */
  #waitedFor: Promise<void> | null = null;
  readonly #banner: GachaBanner;
  readonly #ports: Pick<RoomPorts, 'games'>;
  /** What the banner limits is in stock; a new process may bring new items. */
  #ensured = false;
  /** Another map whenever it is known to have changed. */
  #left: ReadonlyMap<string, number> | null = null;
  #loading: Promise<Result<ReadonlyMap<string, number>>> | null = null;

  constructor(ports: Pick<RoomPorts, 'games'>, banner: GachaBanner) {
    this.#ports = ports;
    this.#banner = banner;
  }

  /** How many are left of each limited item, as far as is known here. */
  async left(): Promise<Result<ReadonlyMap<string, number>>> {
    return this.#left === null ? this.#load() : ok(this.#left);
  }

  /** Tries a pull until it is not outdated, at most `tries` times. */
  async pull<T>(tries: number, attempt: () => Promise<T | 'outdated'>): Promise<T | 'outdated'> {
    const beside = await inTries(Math.min(tries, FREE_TRIES), async () => {
      while (this.#waitedFor !== null) await this.#waitedFor;
      return attempt();
    });
    if (beside !== 'outdated') return beside;
    return this.#turns.take(() => this.#inTurn(tries - FREE_TRIES, attempt));
  }

  async #inTurn<T>(tries: number, attempt: () => Promise<T | 'outdated'>): Promise<T | 'outdated'> {
    const over = Promise.withResolvers<void>();
    this.#waitedFor = over.promise;
    try {
      return await inTries(tries, attempt);
    } finally {
      this.#waitedFor = null;
      over.resolve();
    }
  }

  /** A pull was committed. */
  taken(uses: readonly StockUse[]): void {
    if (this.#left === null || uses.every(({ taken }) => taken === 0)) return;
    const left = new Map(this.#left);
    for (const { item, taken } of uses) left.set(item, left.get(item)! - taken);
    this.#left = left;
  }

  /** An operator set it: it is read again before the next pull. */
  refresh(): void {
    this.#left = null;
  }

  /** What a pull saw is not what is known now: others have taken something since. */
  hasChangedSince(seen: ReadonlyMap<string, number>): boolean {
    return this.#left !== null && this.#left !== seen;
  }

  /** What a pull saw was outdated; nothing happens if it has been loaded since. */
  forget(seen: ReadonlyMap<string, number>): void {
    if (this.#left === seen) this.#left = null;
  }

  /** Pulls that need it at the same time share one question to the database. */
  #load(): Promise<Result<ReadonlyMap<string, number>>> {
    this.#loading ??= this.#ensureAndRead()
      .then((loaded) => {
        if (loaded.ok) this.#left = loaded.value;
        return loaded;
      })
      .finally(() => {
        this.#loading = null;
      });
    return this.#loading;
  }

  async #ensureAndRead(): Promise<Result<Map<string, number>>> {
    const { games } = this.#ports;
    const { banner, items } = this.#banner;
    if (!this.#ensured) {
      const limited = items.flatMap(({ item, stock }) =>
        stock === undefined ? [] : [{ item, left: stock }],
      );
      const ensured = await games.ensureStock(banner, limited);
      if (!ensured.ok) return ensured;
      this.#ensured = true;
    }
    return games.stock(banner);
  }
}
