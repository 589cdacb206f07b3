import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../../domain/backtest/config.ts';
import { DAY_MS, dailyReturns } from '../../../domain/backtest/metrics/days.ts';
import { DEFINITIONS, PROFILE_DEFINITIONS } from '../../../domain/backtest/metrics/definitions.ts';
import { drawdowns } from '../../../domain/backtest/metrics/drawdown.ts';
import { METRIC_NAMES } from '../../../domain/backtest/metrics/names.ts';
import { REASONS } from '../../../domain/backtest/metrics.ts';
import type { BacktestResult } from '../../../domain/backtest/result.ts';
import { barsOf, runOn, stopAndReverse, strategyOf, walk } from './market.ts';

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((a, value) => a + (value - mean(values)) ** 2, 0) / (values.length - 1));

describe('[BT16] metrics', () => {
  test('every metric of both profiles is a number or null with a reason, under a published definition', () => {
    const market = fc.record({
      count: fc.integer({ min: 12, max: 300 }),
      seed: fc.string(),
      stepMs: fc.constantFrom(60_000, 3_600_000, DAY_MS, 7 * DAY_MS, 31 * DAY_MS),
      profile: fc.constantFrom(...PROFILES),
      cashCoins: fc.constantFrom(0.01, 1, 100, 10_000),
      leverage: fc.constantFrom(1, 100),
      rate: fc.constantFrom(0, 0.5),
    });
    fc.assert(
      fc.property(market, ({ count, seed, stepMs, profile, cashCoins, leverage, rate }) => {
        const size = { pctEquity: leverage };
        const strategy = stopAndReverse(2, 3, { size, fees: { rate } });
        const { metrics } = runOn(walk(count, seed, stepMs), strategy, { profile, cashCoins, leverage });
        expect(Object.keys(metrics)).toEqual([...METRIC_NAMES]);
        for (const name of METRIC_NAMES) {
          const { value, definition, reason } = metrics[name];
          expect(DEFINITIONS).toHaveProperty([definition]);
          if (value === null) expect(REASONS, name).toHaveProperty([String(reason)]);
          else expect(value, name).toSatisfy((number) => Number.isFinite(number) && reason === undefined);
        }
      }),
    );
  });

  test('no definition is there that no profile uses', () => {
    const used = PROFILES.flatMap((profile) => Object.values(PROFILE_DEFINITIONS[profile]));
    expect(Object.keys(DEFINITIONS).sort()).toEqual([...new Set(used)].sort());
  });

  test('a strategy that never trades has reasons instead of ratios', () => {
    const { metrics, trades } = runOn(walk(100, 'idle'), strategyOf({ v: 1, long: { gt: ['close', 1e9] } }));
    expect(trades).toEqual([]);
    expect(metrics).toMatchObject({
      ...{
        totalReturn: { value: 0 },
        maxDrawdown: { value: 0 },
        exposure: { value: 0 },
        trades: { value: 0 },
      },
      ...{ sharpe: { value: null, reason: 'no_variation' }, sortino: { value: null, reason: 'no_drawdown' } },
      ...{ calmar: { value: null, reason: 'no_drawdown' }, winRate: { value: null, reason: 'no_trades' } },
      ...{ sqn: { value: null, reason: 'no_trades' }, bestTrade: { value: null, reason: 'no_trades' } },
    });
  });

  test('one trade has no SQN, gains alone no profit factor, ruin no growth rate', () => {
    const prices = [1, 2, 3, 4, 5, 6, 7, 8].map((price) => [price, price, price, price, 0]);
    const long = strategyOf({ v: 1, long: { gt: ['close', 0] } });
    expect(runOn(barsOf(prices), long).metrics).toMatchObject({
      ...{
        sqn: { value: null, reason: 'too_few_trades' },
        profitFactor: { value: null, reason: 'no_losses' },
      },
      ...{ winRate: { value: 1 }, trades: { value: 1 } },
    });
    const short = strategyOf({ v: 1, short: { gt: ['close', 0] } });
    const { metrics, ruined } = runOn(barsOf(prices), short);
    expect(ruined).toBe(true);
    expect(metrics).toMatchObject({ cagr: { value: null, reason: 'ruined' }, calmar: { reason: 'ruined' } });
  });

  /** The native definitions once more, each written out over the published trades and the equity. */
  describe('by their definitions', () => {
    const bars = walk(2000, 'definitions', DAY_MS / 4);
    const result: BacktestResult = runOn(bars, stopAndReverse(5, 15, { fees: { rate: 0.0005, fixed: 1 } }));
    const { trades, equity, metrics } = result;
    const value = (name: keyof typeof metrics) => metrics[name].value!;
    const daily = [...equity].filter((_, at) => at % 4 === 3);
    const returns = daily.slice(1).map((now, at) => now / daily[at]! - 1);
    const pnl = trades.map((trade) => trade.pnl);
    const gain = trades.map((trade) => trade.pnl / (trade.qty * trade.entryPrice));
    const days = 1999 / 4;

    test.each([
      ['totalReturn', () => equity.at(-1)! / 10_000 - 1],
      ['finalEquity', () => 10_000 + pnl.reduce((a, b) => a + b, 0)],
      ['peakEquity', () => Math.max(...equity)],
      ['cagr', () => (equity.at(-1)! / 10_000) ** (365.25 / days) - 1],
      ['annualReturn', () => mean(returns) * 365],
      ['annualVolatility', () => deviation(returns) * Math.sqrt(365)],
      ['sharpe', () => (mean(returns) / deviation(returns)) * Math.sqrt(365)],
      [
        'sortino',
        () => (mean(returns) / Math.sqrt(mean(returns.map((r) => Math.min(r, 0) ** 2)))) * Math.sqrt(365),
      ],
      ['calmar', () => value('cagr') / -value('maxDrawdown')],
      [
        'maxDrawdown',
        () => Math.min(...equity.map((now, at) => now / Math.max(...equity.slice(0, at + 1)) - 1)),
      ],
      ['winRate', () => pnl.filter((one) => one > 0).length / pnl.length],
      [
        'profitFactor',
        () =>
          pnl.filter((one) => one > 0).reduce((a, b) => a + b) /
          -pnl.filter((one) => one < 0).reduce((a, b) => a + b),
      ],
      ['expectancy', () => mean(pnl)],
      ['sqn', () => (Math.sqrt(pnl.length) * mean(pnl)) / deviation(pnl)],
      ['trades', () => trades.length],
      ['feesPaid', () => trades.reduce((sum, trade) => sum + trade.feesPaid, 0)],
      ['buyAndHoldReturn', () => bars.close.at(-1)! / bars.close[0]! - 1],
      ['bestTrade', () => Math.max(...gain)],
      ['worstTrade', () => Math.min(...gain)],
      ['averageTrade', () => mean(gain)],
      ['exposure', () => (2000 - bars.timeMs.indexOf(trades[0]!.entryAtMs)) / 2000],
      ['averageTradeDays', () => mean(trades.map((trade) => (trade.exitAtMs - trade.entryAtMs) / DAY_MS))],
      ['maxTradeDays', () => Math.max(...trades.map((trade) => (trade.exitAtMs - trade.entryAtMs) / DAY_MS))],
    ] as const)('%s', (name, expected) => {
      expect(trades.length).toBeGreaterThan(100);
      expect(Math.abs(value(name) / expected() - 1)).toBeLessThan(1e-9);
    });
  });

  test('drawdowns last from a peak to recovery or the end', () => {
    const times = (count: number) => Float64Array.from({ length: count }, (_, at) => at * DAY_MS);
    const of = (...equity: number[]) => drawdowns(times(equity.length), Float64Array.from(equity));
    expect(of(100, 110, 120)).toMatchObject({ peak: 120, maxDepth: 0, maxDays: 0, count: 0, meanDays: 0 });
    expect(of(100, 50, 75, 100, 100, 200, 150)).toMatchObject({
      ...{ peak: 200, maxDepth: -0.5, maxDays: 3, count: 2, meanDepth: -0.375, meanDays: 2 },
    });
  });
});

describe('[BT17] returns a year', () => {
  const perYear = (days: readonly number[]) => {
    const timeMs = Float64Array.from(days, (day) => day * DAY_MS + 3_600_000);
    return dailyReturns(
      timeMs,
      Float64Array.from(days, (_, at) => 100 + at),
    ).perYear;
  };
  const every = (step: number, count: number) => Array.from({ length: count }, (_, at) => 20_000 + at * step);
  // 1970-01-01 was a Thursday: Mondays are days 4, 11, ...
  const isWeekday = (day: number) => (day + 3) % 7 < 5;

  test.each([
    ['every day', every(1, 700), 365],
    ['weekdays', every(1, 700).filter(isWeekday), 252],
    ['weekdays and Sundays', every(1, 700).filter((day) => (day + 3) % 7 !== 5), 252],
    [
      'before 1970',
      every(1, 700)
        .filter(isWeekday)
        .map((day) => day - 21_000),
      252,
    ],
    ['one day', [20_000], 252],
    ['weeks', every(7, 100), 365.25 / 7],
    ['months of 30 days', every(30, 100), 365.25 / 30],
  ])('%s', (_, days, expected) => {
    expect(perYear(days)).toBeCloseTo(expected, 9);
  });

  test('a day’s last equity counts, in UTC', () => {
    const timeMs = Float64Array.of(0, DAY_MS - 1, DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS);
    expect([...dailyReturns(timeMs, Float64Array.of(1, 2, 100, 3, 6)).returns]).toEqual([0.5, 1]);
  });

  test('returns end where nothing is left', () => {
    const timeMs = Float64Array.of(0, DAY_MS, 2 * DAY_MS, 3 * DAY_MS);
    expect([...dailyReturns(timeMs, Float64Array.of(1, 2, 0, 0)).returns]).toEqual([1, -1]);
  });
});
