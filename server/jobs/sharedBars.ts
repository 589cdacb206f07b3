import type { Bars } from '../../domain/backtest/bars.ts';

/** As many bars as this all together (48 bytes each). */
const MOST_BARS = 2_000_000;

/** Bars of the latest jobs, in memory that the threads share: each set is read once for all of them. */
export class SharedBars {
  /** By SHA-256, the latest last. */
  readonly #kept = new Map<string, Bars>();
  #count = 0;

  get(sha256: string): Bars | null {
    const bars = this.#kept.get(sha256) ?? null;
    if (bars !== null) {
      this.#kept.delete(sha256);
      this.#kept.set(sha256, bars);
    }
    return bars;
  }

  put(sha256: string, bars: Bars): void {
    if (this.#kept.has(sha256)) return;
    this.#kept.set(sha256, bars);
    this.#count += bars.timeMs.length;
    for (const [oldest, { timeMs }] of this.#kept) {
      if (this.#count <= MOST_BARS) return;
      this.#kept.delete(oldest);
      this.#count -= timeMs.length;
    }
  }
}
