import type { Bars } from './bars.ts';

export const MOST_PREVIEW_POINTS = 300;

/** Some consecutive bars as one. */
export interface PreviewPoint {
  atMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** The whole course in at most 300 points: each one's extremes are those of its bars, so no spike is lost. */
export function preview(bars: Bars): PreviewPoint[] {
  const count = bars.timeMs.length;
  const points = Math.min(count, MOST_PREVIEW_POINTS);
  return Array.from({ length: points }, (_, point) => {
    const from = Math.floor((point * count) / points);
    const to = Math.floor(((point + 1) * count) / points);
    let high = bars.high[from]!;
    let low = bars.low[from]!;
    for (let at = from + 1; at < to; at++) {
      high = Math.max(high, bars.high[at]!);
      low = Math.min(low, bars.low[at]!);
    }
    return { atMs: bars.timeMs[from]!, open: bars.open[from]!, high, low, close: bars.close[to - 1]! };
  });
}
