import type { Bars } from './bars.ts';

/** The bars from `fromMs` to `toMs`, both included: views of the same columns. */
export function barRange(bars: Bars, fromMs: number, toMs: number): Bars {
  const from = firstAt(bars.timeMs, fromMs);
  const to = firstAt(bars.timeMs, toMs + 1);
  const { timeMs, open, high, low, close, volume } = bars;
  return {
    timeMs: timeMs.subarray(from, to),
    open: open.subarray(from, to),
    high: high.subarray(from, to),
    low: low.subarray(from, to),
    close: close.subarray(from, to),
    volume: volume.subarray(from, to),
  };
}

/** Index of the first time that is not before `ms`. */
function firstAt(timeMs: Float64Array, ms: number): number {
  let low = 0;
  let high = timeMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeMs[middle]! < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
