import { emaSteps, wilderSteps } from './averages.ts';
import type { BlockColumn, ColumnPass } from './column.ts';

/** Relative strength index by Wilder, 0 to 100; 100 where nothing fell. First value at bar `period`. */
export function rsi(source: Float64Array, period: number, out: BlockColumn): ColumnPass {
  const gains = wilderSteps(period);
  const losses = wilderSteps(period);
  return (from, to) => {
    if (from === 0) out[1] = Number.NaN;
    for (let i = Math.max(from, 1); i < to; i++) {
      const change = source[i]! - source[i - 1]!;
      const gain = gains(change > 0 ? change : 0);
      const loss = losses(change < 0 ? -change : 0);
      out[1 + i - from] = loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
    }
  };
}

export interface MacdColumns {
  line: BlockColumn;
  signal: BlockColumn;
  hist: BlockColumn;
}

/** Fast EMA - slow EMA; its signal is the EMA of the line, seeded on its first values; `hist` is line - signal. */
export function macd(
  source: Float64Array,
  periods: { fast: number; slow: number; signal: number },
  out: MacdColumns,
): ColumnPass {
  const fastSteps = emaSteps(periods.fast);
  const slowSteps = emaSteps(periods.slow);
  const signalSteps = emaSteps(periods.signal);
  return (from, to) => {
    for (let i = from; i < to; i++) {
      const line = fastSteps(source[i]!) - slowSteps(source[i]!);
      const signal = i >= periods.slow - 1 ? signalSteps(line) : Number.NaN;
      const at = 1 + i - from;
      out.line[at] = line;
      out.signal[at] = signal;
      out.hist[at] = line - signal;
    }
  };
}
