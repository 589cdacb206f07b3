import type { BlockColumn, ColumnPass } from './column.ts';

/** Simple moving average. First value at bar `period - 1`. */
export function sma(source: Float64Array, period: number, out: BlockColumn): ColumnPass {
  return (from, to) => {
    const first = Math.max(from, period - 1);
    out.fill(Number.NaN, 1, 1 + Math.min(first, to) - from);
    if (first >= to) return;
    // Summed anew in each block: rounding does not build up over a long series.
    let sum = 0;
    for (let i = first - period + 1; i <= first; i++) sum += source[i]!;
    out[1 + first - from] = sum / period;
    const shift = 1 - from;
    for (let i = first + 1; i < to; i++) {
      sum += source[i]! - source[i - period]!;
      out[i + shift] = sum / period;
    }
  };
}

/** Exponential moving average, smoothing `2 / (period + 1)`, seeded with the simple one at bar `period - 1`. */
export function ema(source: Float64Array, period: number, out: BlockColumn): ColumnPass {
  const weight = 2 / (period + 1);
  return (from, to) => {
    const first = Math.max(from, period - 1);
    out.fill(Number.NaN, 1, 1 + Math.min(first, to) - from);
    if (first >= to) return;
    const shift = 1 - from;
    let next = first;
    let average = out[0]!;
    if (first === period - 1) {
      average = 0;
      for (let i = 0; i <= first; i++) average += source[i]!;
      average /= period;
      out[next++ + shift] = average;
    }
    for (let i = next; i < to; i++) {
      average += weight * (source[i]! - average);
      out[i + shift] = average;
    }
  };
}

/** The same, value by value: NaN until `period` values are in. */
export function emaSteps(period: number): (value: number) => number {
  const weight = 2 / (period + 1);
  let count = 0;
  let sum = 0;
  let average = Number.NaN;
  return (value) => {
    if (count < period) {
      count++;
      sum += value;
      if (count === period) average = sum / period;
      return average;
    }
    average += weight * (value - average);
    return average;
  };
}

/** Wilder's average: the mean of the first `period` values, then `(before * (period - 1) + value) / period`. */
export function wilderSteps(period: number): (value: number) => number {
  let count = 0;
  let sum = 0;
  let average = Number.NaN;
  return (value) => {
    if (count < period) {
      count++;
      sum += value;
      if (count === period) average = sum / period;
      return average;
    }
    average = (average * (period - 1) + value) / period;
    return average;
  };
}
