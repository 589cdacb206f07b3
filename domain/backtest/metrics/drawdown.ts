import { DAY_MS } from './days.ts';

/** Depths are 0 or negative fractions. A drawdown lasts from its peak to the bar that reaches it again, or to the end. */
export interface Drawdowns {
  peak: number;
  maxDepth: number;
  maxDays: number;
  count: number;
  meanDepth: number;
  meanDays: number;
}

export function drawdowns(timeMs: Float64Array, equity: Float64Array): Drawdowns {
  const bars = equity.length;
  let peak = equity[0]!;
  let peakBar = 0;
  let trough = peak;
  let count = 0;
  let depths = 0;
  let daysTogether = 0;
  let maxDepth = 0;
  let maxDays = 0;
  const end = (bar: number): void => {
    const depth = trough / peak - 1;
    const days = (timeMs[bar]! - timeMs[peakBar]!) / DAY_MS;
    count++;
    depths += depth;
    daysTogether += days;
    maxDepth = Math.min(maxDepth, depth);
    maxDays = Math.max(maxDays, days);
  };
  for (let bar = 1; bar < bars; bar++) {
    const value = equity[bar]!;
    if (value >= peak) {
      if (trough < peak) end(bar);
      peak = value;
      peakBar = bar;
      trough = value;
    } else if (value < trough) {
      trough = value;
    }
  }
  if (trough < peak) end(bars - 1);
  const over = Math.max(1, count);
  return { peak, maxDepth, maxDays, count, meanDepth: depths / over, meanDays: daysTogether / over };
}
