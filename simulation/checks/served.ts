import type { RoundRecord } from '../../domain/crash/records.ts';
import type { Watch } from './watch.ts';

/** A process notices by itself that it stood still for longer than this. */
const NOTICED_MS = 1_000;
/** By so much the clocks of two processes may differ. */
const SKEW_MS = 10;

/** When a table had nobody who could serve it (SI10). */
export class Served {
  readonly #unserved: { fromMs: number; toMs: number }[] = [];
  #goneSinceMs: number | null = null;

  /** The table's owner is gone: nobody serves it until it has another. */
  ownerGone(nowMs: number): void {
    this.#goneSinceMs ??= nowMs;
  }

  ownerStalls(nowMs: number, untilMs: number): void {
    if (untilMs - nowMs > NOTICED_MS) this.#unserved.push({ fromMs: nowMs, toMs: untilMs });
  }

  granted(nowMs: number): void {
    if (this.#goneSinceMs !== null) this.#unserved.push({ fromMs: this.#goneSinceMs, toMs: nowMs });
    this.#goneSinceMs = null;
    // Who is taken over from while it stands still is not the one to be served by.
    for (const stall of this.#unserved) stall.toMs = Math.min(stall.toMs, Math.max(stall.fromMs, nowMs));
  }

  check({ game, launchedAtMs, bustedAtMs, gaps }: RoundRecord, watch: Watch): void {
    for (const unserved of this.#unserved) {
      const fromMs = Math.max(unserved.fromMs, launchedAtMs);
      const toMs = Math.min(unserved.toMs, bustedAtMs);
      const stoodMs = gaps.reduce(
        (sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)),
        0,
      );
      const flownMs = toMs - fromMs - stoodMs;
      if (flownMs > SKEW_MS)
        watch.violated('SI10', `round ${game} flew ${flownMs} ms with nobody to serve it`);
    }
  }
}
