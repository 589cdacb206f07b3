import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Mean delay of the event loop over a window above which new joins are put off. */
const BUSY_MS = 200;
const WINDOW_MS = 1_000;
/** Granularity of the histogram; it is also what an idle loop measures, and is taken off. */
const RESOLUTION_MS = 20;

export interface Overload {
  /** New joins are refused with `busy`, so that bets in play are finished. */
  busy(): boolean;
  /** Mean delay of the event loop in the last second. */
  delayMs(): number;
  stop(): void;
}

export function watchOverload(): Overload {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let delayMs = 0;
  const timer = setInterval(() => {
    delayMs = histogram.count > 0 ? Math.max(0, histogram.mean / 1e6 - RESOLUTION_MS) : delayMs;
    histogram.reset();
  }, WINDOW_MS);
  timer.unref();
  return {
    busy: () => delayMs > BUSY_MS,
    delayMs: () => delayMs,
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
