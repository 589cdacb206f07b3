import { type Bars, PRICE_COLUMNS, type PriceColumn } from '../bars.ts';
import type { Indicator, Strategy } from '../strategy.ts';
import { ema, sma } from './averages.ts';
import { BLOCK_BARS, type BlockColumn, blockColumn, type ColumnPass, carry } from './column.ts';
import { macd, rsi } from './oscillators.ts';
import { atr, bollinger, donchian } from './ranges.ts';

/** How many bars an indicator reads until all of its parts have a value; the first is that of the last of them. */
export function indicatorWarmUp(indicator: Indicator): number {
  switch (indicator[0]) {
    case 'sma':
    case 'ema':
    case 'bb':
      return indicator[2];
    case 'rsi':
      return indicator[2] + 1;
    case 'macd':
      return indicator[3] + indicator[4] - 1;
    case 'atr':
    case 'donchian':
      return indicator[1] + 1;
  }
}

/** How many bars a strategy reads until all of its indicators have a value: 0 without indicators. */
export function warmUpBars(strategy: Strategy): number {
  return Math.max(0, ...Object.values(strategy.ind).map(indicatorWarmUp));
}

/** Where rules find values: bar `from + j` of a block stands in `values` at `j + 1`, or with `whole` at `from + j`. */
export interface Column {
  values: Float64Array;
  whole: boolean;
}

export interface Columns {
  /** The column of an operand that `parseStrategy` let through. Its indicator is computed from then on. */
  of(operand: number | string): Column;
  /** Computes a block's indicators. Blocks come in order, each but the last full. */
  advance: ColumnPass;
}

export function openColumns(strategy: Strategy, bars: Bars): Columns {
  const columns = new Map<number | string, Column>();
  for (const name of PRICE_COLUMNS) columns.set(name, { values: bars[name], whole: true });
  const passes: { pass: ColumnPass; outs: BlockColumn[] }[] = [];

  function open(name: string): void {
    const { pass, parts } = openIndicator(strategy.ind[name]!, bars);
    for (const [part, values] of Object.entries(parts)) {
      columns.set(part === '' ? name : `${name}.${part}`, { values, whole: false });
    }
    passes.push({ pass, outs: Object.values(parts) });
  }

  return {
    of(operand) {
      if (!columns.has(operand)) {
        if (typeof operand === 'string') open(operand.split('.')[0]!);
        else columns.set(operand, { values: new Float64Array(BLOCK_BARS + 1).fill(operand), whole: false });
      }
      return columns.get(operand)!;
    },
    advance(from, to) {
      for (const { pass, outs } of passes) {
        if (from > 0) for (const out of outs) carry(out);
        pass(from, to);
      }
    },
  };
}

function openIndicator(
  indicator: Indicator,
  bars: Bars,
): { pass: ColumnPass; parts: Record<string, BlockColumn> } {
  const source = (name: PriceColumn) => bars[name];
  const single = blockColumn();
  const bands = () => ({ upper: blockColumn(), middle: blockColumn(), lower: blockColumn() });
  switch (indicator[0]) {
    case 'sma':
      return { pass: sma(source(indicator[1]), indicator[2], single), parts: { '': single } };
    case 'ema':
      return { pass: ema(source(indicator[1]), indicator[2], single), parts: { '': single } };
    case 'rsi':
      return { pass: rsi(source(indicator[1]), indicator[2], single), parts: { '': single } };
    case 'atr':
      return { pass: atr(bars, indicator[1], single), parts: { '': single } };
    case 'macd': {
      const [, from, fast, slow, signal] = indicator;
      const parts = { line: single, signal: blockColumn(), hist: blockColumn() };
      return { pass: macd(source(from), { fast, slow, signal }, parts), parts };
    }
    case 'bb': {
      const [, from, period, deviations] = indicator;
      const parts = bands();
      return { pass: bollinger(source(from), { period, deviations }, parts), parts };
    }
    case 'donchian': {
      const parts = bands();
      return { pass: donchian(bars, indicator[1], parts), parts };
    }
  }
}
