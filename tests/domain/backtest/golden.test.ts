import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { MetricName } from '../../../domain/backtest/metrics/names.ts';
import { barsOfCsv, runOn, stopAndReverse } from './market.ts';

/** Published results of backtesting.py, laid beside the repository where they are to be compared; never part of it. */
const SHARED = fileURLToPath(new URL('../../../../shared/', import.meta.url));
const GOOG = `${SHARED}data/GOOG.csv`;

interface Golden {
  stats: Record<string, number>;
  trades: [
    size: number,
    entry: number,
    exit: number,
    entryPrice: number,
    exitPrice: number,
    pnl: number,
    fees: number,
  ][];
  equity_every_100: number[];
  equity_last: number;
}

const RUNS = [
  { file: 'goog_A_10_30_free_finalize', slow: 30, rate: 0, finalize: true },
  { file: 'goog_D_10_20_comm002', slow: 20, rate: 0.002, finalize: false },
];

/** The published name of each metric, and what its unit is of ours. Others have no definition to compare with. */
const NAMES: Record<string, { metric: MetricName; unit: number }> = {
  'Exposure Time [%]': { metric: 'exposure', unit: 0.01 },
  'Equity Final [$]': { metric: 'finalEquity', unit: 1 },
  'Equity Peak [$]': { metric: 'peakEquity', unit: 1 },
  'Commissions [$]': { metric: 'feesPaid', unit: 1 },
  'Return [%]': { metric: 'totalReturn', unit: 0.01 },
  'Buy & Hold Return [%]': { metric: 'buyAndHoldReturn', unit: 0.01 },
  'Return (Ann.) [%]': { metric: 'annualReturn', unit: 0.01 },
  'Volatility (Ann.) [%]': { metric: 'annualVolatility', unit: 0.01 },
  'CAGR [%]': { metric: 'cagr', unit: 0.01 },
  'Sharpe Ratio': { metric: 'sharpe', unit: 1 },
  'Sortino Ratio': { metric: 'sortino', unit: 1 },
  'Calmar Ratio': { metric: 'calmar', unit: 1 },
  'Max. Drawdown [%]': { metric: 'maxDrawdown', unit: 0.01 },
  'Avg. Drawdown [%]': { metric: 'averageDrawdown', unit: 0.01 },
  'Max. Drawdown Duration': { metric: 'maxDrawdownDays', unit: 1 },
  'Avg. Drawdown Duration': { metric: 'averageDrawdownDays', unit: 1 },
  '# Trades': { metric: 'trades', unit: 1 },
  'Win Rate [%]': { metric: 'winRate', unit: 0.01 },
  'Best Trade [%]': { metric: 'bestTrade', unit: 0.01 },
  'Worst Trade [%]': { metric: 'worstTrade', unit: 0.01 },
  'Avg. Trade [%]': { metric: 'averageTrade', unit: 0.01 },
  'Max. Trade Duration': { metric: 'maxTradeDays', unit: 1 },
  'Avg. Trade Duration': { metric: 'averageTradeDays', unit: 1 },
  'Profit Factor': { metric: 'profitFactor', unit: 1 },
  'Expectancy [%]': { metric: 'expectancy', unit: 0.01 },
  SQN: { metric: 'sqn', unit: 1 },
};
const UNDEFINED_HERE = /^(~|Alpha|Beta$|Kelly)/;

describe.skipIf(!existsSync(GOOG))('published results of backtesting.py', () => {
  for (const { file, slow, rate, finalize } of RUNS) {
    const golden = () => JSON.parse(readFileSync(`${SHARED}golden/${file}.json`, 'utf8')) as Golden;
    const run = () => {
      const bars = barsOfCsv(GOOG);
      const strategy = stopAndReverse(10, slow, { fees: { rate } });
      return { bars, result: runOn(bars, strategy, { profile: 'btpy', finalize }) };
    };

    test(`[BT20] ${file}: every trade and the equity`, () => {
      const { trades, equity_every_100: every100, equity_last: last } = golden();
      const { bars, result } = run();
      expect(bars.close).toHaveLength(2148);
      expect(result.trades).toHaveLength(trades.length);
      for (const [at, [size, entry, exit, entryPrice, exitPrice, pnl, fees]] of trades.entries()) {
        const trade = result.trades[at]!;
        expect(trade).toMatchObject({
          ...{ side: size > 0 ? 'long' : 'short', qty: Math.abs(size), entryPrice, exitPrice },
          ...{ entryAtMs: bars.timeMs[entry], exitAtMs: bars.timeMs[exit] },
        });
        expectNear(trade.pnl, pnl, `pnl of trade ${at}`);
        expectNear(trade.feesPaid, fees, `fees of trade ${at}`);
      }
      for (const [at, value] of every100.entries())
        expectNear(result.equity[at * 100]!, value, `bar ${at}00`);
      expectNear(result.equity.at(-1)!, last, 'the last equity');
    });

    test(`[BT20] ${file}: every metric that has a definition here`, () => {
      const { stats } = golden();
      const { metrics } = run().result;
      const compared = Object.keys(stats)
        .filter((name) => !UNDEFINED_HERE.test(name))
        .sort();
      expect(compared).toEqual(Object.keys(NAMES).sort());
      for (const name of compared) {
        const { metric, unit } = NAMES[name]!;
        expectNear(metrics[metric].value!, stats[name]! * unit, name);
      }
    });
  }
});

/** Within a hundred-millionth of it. */
function expectNear(actual: number, published: number, what: string): void {
  expect(Math.abs(actual - published), `${what}: ${actual}, published ${published}`).toBeLessThanOrEqual(
    1e-8 * Math.abs(published),
  );
}
