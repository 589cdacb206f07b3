const MOST_A_SECOND = 4;
const SECOND_MS = 1_000;
/** Between two of mere progress. */
const EVERY_MS = 334;

/**
 * When those who watch a backtest are told of it again: 4 times a second at most. That a run has started is told at
 * once; mere progress leaves room for that, and for the end, which never waits.
 */
export class Pace {
  /** The latest first; epoch ms. */
  #sentAtMs: number[] = [];

  sent(atMs: number): void {
    this.#sentAtMs = [atMs, ...this.#sentAtMs].slice(0, MOST_A_SECOND);
  }

  /** Epoch ms; what is past is due now. `turns`: its status has changed. */
  dueAtMs(turns: boolean): number {
    if (turns) return this.#ago(MOST_A_SECOND) + SECOND_MS;
    return Math.max(this.#ago(1) + EVERY_MS, this.#ago(MOST_A_SECOND - 1) + SECOND_MS);
  }

  #ago(times: number): number {
    return this.#sentAtMs[times - 1] ?? Number.NEGATIVE_INFINITY;
  }
}
