import type { Bars } from './bars.ts';
import type { BacktestConfig } from './config.ts';
import { type Book, openExecution } from './execution.ts';
import { BLOCK_BARS } from './indicators/column.ts';
import { openColumns, warmUpBars } from './indicators/columns.ts';
import { openSignals } from './signals.ts';
import type { Strategy } from './strategy.ts';

/** The first bar at whose close rules are read: all indicators have a value; in btpy, one bar later. */
export function firstTradableBar(strategy: Strategy, { profile }: BacktestConfig): number {
  return Math.max(0, warmUpBars(strategy) - 1) + (profile === 'btpy' ? 1 : 0);
}

/**
 * Runs a strategy through the bars, block by block: indicators, rules, execution. `afterBlock` is told how many bars
 * are done; false from it ends the run, which then gives null.
 */
export function simulate(
  strategy: Strategy,
  config: BacktestConfig,
  bars: Bars,
  afterBlock?: (barsDone: number, equity: Float64Array) => boolean,
): Book | null {
  const count = bars.close.length;
  const columns = openColumns(strategy, bars);
  const signals = openSignals(strategy, config.profile, columns, firstTradableBar(strategy, config));
  const execution = openExecution(strategy, config, bars, columns);
  for (let from = 0; from < count; from += BLOCK_BARS) {
    const to = Math.min(from + BLOCK_BARS, count);
    columns.advance(from, to);
    signals.advance(from, to);
    if (!execution.advance(from, to, signals.values)) break;
    if (afterBlock !== undefined && !afterBlock(to, execution.equity)) return null;
  }
  return execution.finish();
}
