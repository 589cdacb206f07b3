import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import type { Bars } from '../../../domain/backtest/bars.ts';
import { type BacktestConfig, DEFAULT_CONFIG } from '../../../domain/backtest/config.ts';
import { parseStrategy } from '../../../domain/backtest/parseStrategy.ts';
import type { BacktestResult, BacktestWatch } from '../../../domain/backtest/result.ts';
import { runBacktest } from '../../../domain/backtest/run.ts';
import type { Strategy } from '../../../domain/backtest/strategy.ts';

const DAY_MS = 86_400_000;
export const FIRST_MS = Date.UTC(2024, 0, 1);

/** Bars from rows of `[open, high, low, close, volume]`, a day apart unless said otherwise. */
export function barsOf(rows: readonly (readonly number[])[], stepMs = DAY_MS): Bars {
  const column = (at: number) => Float64Array.from(rows, (row) => row[at] ?? 0);
  return {
    timeMs: Float64Array.from(rows, (_, at) => FIRST_MS + at * stepMs),
    ...{ open: column(0), high: column(1), low: column(2), close: column(3), volume: column(4) },
  };
}

/** A CSV with a header whose columns are time, open, high, low, close, ..., volume. */
export function barsOfCsv(path: string): Bars {
  const rows = readFileSync(path, 'utf8')
    .replace('\uFEFF', '')
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  const bars = barsOf(rows.map((row) => [...row.slice(1, 5), row.at(-1)].map(Number)));
  bars.timeMs = Float64Array.from(rows, (row) => Date.parse(`${row[0]!.slice(0, 10)}T00:00:00Z`));
  return bars;
}

/** A seeded random walk with bars around it. */
export function walk(count: number, seed: string, stepMs = DAY_MS): Bars {
  const random = seedrandom(seed);
  let price = 100;
  const rows = Array.from({ length: count }, () => {
    const open = price * (1 + (random() - 0.5) * 0.01);
    const close = open * (1 + (random() - 0.5) * 0.04);
    const high = Math.max(open, close) * (1 + random() * 0.01);
    const low = Math.min(open, close) * (1 - random() * 0.01);
    price = close;
    return [open, high, low, close, Math.floor(random() * 1e6)];
  });
  return barsOf(rows, stepMs);
}

export function firstBars(bars: Bars, count: number): Bars {
  const { timeMs, open, high, low, close, volume } = bars;
  const cut = (column: Float64Array) => column.slice(0, count);
  return {
    ...{ timeMs: cut(timeMs), open: cut(open), high: cut(high) },
    ...{ low: cut(low), close: cut(close), volume: cut(volume) },
  };
}

export function strategyOf(value: unknown, bars = 2_000_000): Strategy {
  const parsed = parseStrategy(value, bars);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** Simple averages crossing: always in the market after the first. */
export function stopAndReverse(fast: number, slow: number, rest: Record<string, unknown> = {}): Strategy {
  return strategyOf({
    v: 1,
    ind: { f: ['sma', 'close', fast], s: ['sma', 'close', slow] },
    long: { crossAbove: ['f', 's'] },
    short: { crossBelow: ['f', 's'] },
    ...rest,
  });
}

export const SOME_SHA256 = 'ab'.repeat(32);

/** A run that must complete. */
export function runOn(
  bars: Bars,
  strategy: Strategy,
  config: Partial<BacktestConfig> = {},
  watch?: BacktestWatch,
): BacktestResult {
  const input = { strategy, config: { ...DEFAULT_CONFIG, ...config }, bars, datasetSha256: SOME_SHA256 };
  const outcome = runBacktest(input, watch);
  if (!outcome.ok) throw new Error(outcome.error.message);
  if (outcome.value.cancelled) throw new Error('the run was cancelled');
  return outcome.value;
}
