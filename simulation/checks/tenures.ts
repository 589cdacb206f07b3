import type { Watcher } from '../database/tables.ts';
import { time } from '../virtualTime.ts';
import { Served } from './served.ts';
import type { Watch } from './watch.ts';

/** Who may write a table: its last owner, and nobody else (SI5). */
export class Tenures implements Watcher {
  readonly #watch: Watch;
  readonly #fences = new Map<string, number>();
  readonly served = new Served();

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  granted(table: string, owner: string, fence: number): void {
    const last = this.#fences.get(table) ?? 0;
    if (fence <= last)
      this.#watch.violated('SI5', `table ${table} is given out under fence ${fence} after ${last}`);
    this.#fences.set(table, fence);
    this.served.granted(time.nowMs);
    this.#watch.note(() => `table ${table} belongs to ${owner.slice(0, 8)}, fence ${fence}`);
  }

  wrote(table: string, fence: number): void {
    const last = this.#fences.get(table);
    if (fence === last) return;
    this.#watch.violated('SI5', `table ${table} is written under fence ${fence}, its owner has ${last}`);
  }
}
