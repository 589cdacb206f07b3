import type { GachaBanner } from '../../domain/gacha/banner.ts';
import type { StockUse } from '../../domain/ledger/port.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';
import { Turns } from './turns.ts';

/** Twice what one pull can take. */
const SHORT = 20;

/**
 * What this process knows of a banner's limited items. It may be behind what other processes took: the ledger
 * then refuses the pull, and this is loaded afresh. Where an item runs short, pulls refuse each other; those
 * take turns from then on.
 */
export class BannerStock {
  readonly turns = new Turns();
  readonly #banner: GachaBanner;
  readonly #ports: Pick<RoomPorts, 'games'>;
  /** What the banner limits is in stock; a new process may bring new items. */
  #ensured = false;
  #left: Map<string, number> | null = null;
  #loading: Promise<Result<ReadonlyMap<string, number>>> | null = null;

  constructor(ports: Pick<RoomPorts, 'games'>, banner: GachaBanner) {
    this.#ports = ports;
    this.#banner = banner;
  }

  /** How many are left of each limited item, as far as is known here. */
  async left(): Promise<Result<ReadonlyMap<string, number>>> {
    return this.#left === null ? this.#load() : ok(this.#left);
  }

  /** True while some item is so low that a pull may find it lower than it was seen; nothing left is certain again. */
  async runsShort(): Promise<boolean> {
    const left = await this.left();
    return !left.ok || [...left.value.values()].some((number) => number > 0 && number < SHORT);
  }

  /** A pull was committed. */
  taken(uses: readonly StockUse[]): void {
    for (const { item, taken } of uses) {
      const left = this.#left?.get(item);
      if (left !== undefined) this.#left!.set(item, left - taken);
    }
  }

  /** An operator set it: it is read again before the next pull. */
  refresh(): void {
    this.#left = null;
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
