import type { Bars } from '../bars.ts';
import { wilderSteps } from './averages.ts';
import type { BlockColumn, ColumnPass } from './column.ts';

export interface BandColumns {
  upper: BlockColumn;
  middle: BlockColumn;
  lower: BlockColumn;
}

/** Bollinger bands: SMA and so many population standard deviations around it. First value at bar `period - 1`. */
export function bollinger(
  source: Float64Array,
  { period, deviations }: { period: number; deviations: number },
  out: BandColumns,
): ColumnPass {
  return (from, to) => {
    const first = Math.max(from, period - 1);
    for (const column of [out.upper, out.middle, out.lower]) {
      column.fill(Number.NaN, 1, 1 + Math.min(first, to) - from);
    }
    if (first >= to) return;
    let mean = 0;
    for (let i = first - period + 1; i <= first; i++) mean += source[i]!;
    mean /= period;
    let squares = 0;
    for (let i = first - period + 1; i <= first; i++) squares += (source[i]! - mean) * (source[i]! - mean);
    for (let i = first; i < to; i++) {
      if (i > first) {
        // Welford's update for a sliding window: no difference of large squares, so no digits are lost.
        const entering = source[i]!;
        const leaving = source[i - period]!;
        const before = mean;
        mean += (entering - leaving) / period;
        squares += (entering - leaving) * (entering - mean + leaving - before);
        if (squares < 0) squares = 0;
      }
      const width = deviations * Math.sqrt(squares / period);
      const at = 1 + i - from;
      out.upper[at] = mean + width;
      out.middle[at] = mean;
      out.lower[at] = mean - width;
    }
  };
}

/** Average true range by Wilder over the true ranges from bar 1 on. First value at bar `period`. */
export function atr({ high, low, close }: Bars, period: number, out: BlockColumn): ColumnPass {
  const average = wilderSteps(period);
  return (from, to) => {
    if (from === 0) out[1] = Number.NaN;
    for (let i = Math.max(from, 1); i < to; i++) {
      const before = close[i - 1]!;
      out[1 + i - from] = average(Math.max(high[i]!, before) - Math.min(low[i]!, before));
    }
  };
}

/** Highest high and lowest low of the `period` bars before the current one. First value at bar `period`. */
export function donchian({ high, low }: Bars, period: number, out: BandColumns): ColumnPass {
  const highest = slidingExtreme(high, period, 1);
  const lowest = slidingExtreme(low, period, -1);
  return (from, to) => {
    for (let i = from; i < to; i++) {
      const at = 1 + i - from;
      const upper = highest(i);
      const lower = lowest(i);
      out.upper[at] = upper;
      out.middle[at] = (upper + lower) / 2;
      out.lower[at] = lower;
    }
  };
}

/** The highest (sign 1) or lowest (-1) of the `period` values before bar i, asked for each i in turn. */
function slidingExtreme(source: Float64Array, period: number, sign: 1 | -1): (i: number) => number {
  // A ring of bars whose values only get less extreme: what a later value beats can never count again.
  const ring = new Int32Array(period);
  let head = 0;
  let size = 0;
  const place = (at: number) => (head + at < period ? head + at : head + at - period);
  return (i) => {
    if (i > 0) {
      const entering = source[i - 1]! * sign;
      if (size > 0 && ring[head]! < i - period) {
        head = head + 1 === period ? 0 : head + 1;
        size--;
      }
      while (size > 0 && source[ring[place(size - 1)]!]! * sign <= entering) size--;
      ring[place(size)] = i - 1;
      size++;
    }
    return i < period ? Number.NaN : source[ring[head]!]!;
  };
}
