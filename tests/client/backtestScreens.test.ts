import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../client/app/i18n/en.ts';
import { bySecond, drawdown, growth } from '../../client/app/screens/backtest/charts/points.ts';
import { CSV_PROBLEMS } from '../../domain/backtest/csvProblems.ts';
import { METRIC_NAMES } from '../../domain/backtest/metrics/names.ts';
import { REASONS } from '../../domain/backtest/metrics.ts';
import { EXIT_REASONS } from '../../domain/backtest/trade.ts';

const curve = fc
  .uniqueArray(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 60 })
  .chain((times) =>
    fc
      .array(fc.double({ min: 1, max: 1e9, noNaN: true }), {
        minLength: times.length,
        maxLength: times.length,
      })
      .map((values) =>
        times.toSorted((a, b) => a - b).map((atMs, index) => ({ atMs, value: values[index]! })),
      ),
  );

describe('the points of a chart', () => {
  test('have each second once, in order, with the last value of it', () => {
    fc.assert(
      fc.property(curve, (points) => {
        const shown = bySecond(points);
        const times = shown.map(({ time }) => time);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        expect(shown.at(-1)).toMatchObject(points.at(-1)!);
      }),
    );
  });

  test('of a drawdown are never above 0, and 0 at each new peak', () => {
    fc.assert(
      fc.property(curve, (points) => {
        const falls = drawdown(points);
        for (const [index, { value }] of falls.entries()) {
          const peak = Math.max(...points.slice(0, index + 1).map((point) => point.value));
          expect(value).toBeLessThanOrEqual(0);
          expect(value === 0).toBe(points[index]!.value === peak);
        }
      }),
    );
  });

  test('of two curves begin at the same height', () => {
    fc.assert(fc.property(curve, (points) => growth(points)[0]!.value === 0));
    expect(growth([100, 150, 50].map((value, atMs) => ({ atMs, value }))).map(({ value }) => value)).toEqual([
      0, 50, -50,
    ]);
  });
});

describe('words', () => {
  test('name every metric, what it means, why it is missing, and why a trade ended', () => {
    const needed = [
      ...METRIC_NAMES.flatMap((name) => [`metric.${name}`, `meaning.${name}`]),
      ...Object.keys(REASONS).map((reason) => `backtest.noValue.${reason}`),
      ...EXIT_REASONS.map((reason) => `backtest.exit.${reason}`),
    ];
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });

  test('say everything that may be wrong with a file', () => {
    const needed = Object.keys(CSV_PROBLEMS).map((reason) => `backtest.csv.${reason}`);
    expect(needed.filter((key) => !(key in en))).toEqual([]);
  });
});
