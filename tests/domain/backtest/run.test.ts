import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BacktestConfig, DEFAULT_CONFIG, PROFILES } from '../../../domain/backtest/config.ts';
import type { BacktestWatch, EquitySoFar } from '../../../domain/backtest/result.ts';
import { ENGINE_VERSION } from '../../../domain/backtest/resultHash.ts';
import { runBacktest } from '../../../domain/backtest/run.ts';
import { firstTradableBar } from '../../../domain/backtest/simulate.ts';
import type { Strategy } from '../../../domain/backtest/strategy.ts';
import { EXIT_REASONS } from '../../../domain/backtest/trade.ts';
import { canonicalJson, type JsonValue } from '../../../domain/canonicalJson.ts';
import { bareLoop } from '../../../scripts/bench/bareLoop.ts';
import {
  barsOf,
  barsOfCsv,
  firstBars,
  runOn,
  SOME_SHA256,
  stopAndReverse,
  strategyOf,
  walk,
} from './market.ts';

const VEGA = createRequire(import.meta.url).resolve('vega-datasets');
const SP500 = join(dirname(VEGA), '../data/sp500-2000.csv');

const RULE = fc.constantFrom(
  { crossAbove: ['f', 's'] },
  { crossBelow: ['f', 's'] },
  { all: [{ gt: ['close', 's'] }, { not: { gte: ['r', 60] } }] },
  { any: [{ lt: ['close', 'b.lower'] }, { lte: ['r', 30] }] },
  { crossAbove: ['m.line', 'm.signal'] },
  { gt: ['high', 'd.upper'] },
  { crossBelow: ['low', 'd.lower'] },
  { gt: ['m.hist', 'a'] },
);
const LEVEL = fc.constantFrom({ pct: 0.01 }, { pct: 0.05 }, { atr: ['a', 0.5] }, { atr: ['a', 3] });

const STRATEGIES: fc.Arbitrary<Strategy> = fc
  .record(
    {
      ...{ long: RULE, short: RULE, exitLong: RULE, exitShort: RULE, sl: LEVEL, tp: LEVEL },
      size: fc.constantFrom({ pctEquity: 0.9 }, { cash: 500 }, { units: 3 }),
      fees: fc.constantFrom({ rate: 0.001 }, { fixed: 1 }, {}),
    },
    { requiredKeys: ['long', 'size'] },
  )
  .map((drawn) =>
    strategyOf({
      ...{ v: 1, ...drawn },
      ind: {
        ...{ f: ['sma', 'close', 5], s: ['ema', 'close', 12], r: ['rsi', 'close', 7], a: ['atr', 6] },
        ...{ b: ['bb', 'close', 9, 1.5], d: ['donchian', 8], m: ['macd', 'close', 5, 9, 4] },
      },
    }),
  );
const CONFIGS: fc.Arbitrary<BacktestConfig> = fc.constantFrom(
  ...PROFILES.map((profile) => ({ ...DEFAULT_CONFIG, profile })),
  ...PROFILES.map((profile) => ({ ...DEFAULT_CONFIG, profile, spreadRate: 0.001, leverage: 3 })),
  { ...DEFAULT_CONFIG, slippageRate: 0.002, lotStep: 0.5 },
);

/** Longer than two blocks, so that runs cross their borders. */
const LONG_WALK = walk(9000, 'long walk');

describe('[BT9] no bar knows a later one', () => {
  test('a run on the first n bars has the trades of a run on all, up to n, and its equity', () => {
    const count = fc.integer({ min: 20, max: LONG_WALK.close.length });
    fc.assert(
      fc.property(STRATEGIES, CONFIGS, count, (strategy, config, n) => {
        const open = { ...config, finalize: false };
        const whole = runOn(LONG_WALK, strategy, open);
        const first = runOn(firstBars(LONG_WALK, n), strategy, open);
        const endMs = LONG_WALK.timeMs[n - 1]!;
        expect(first.trades).toEqual(whole.trades.filter(({ exitAtMs }) => exitAtMs <= endMs));
        expect(first.equity).toEqual(whole.equity.slice(0, n));
      }),
      { numRuns: 60 },
    );
  });
});

describe('[BT1] beside a loop written for one strategy', () => {
  test.each([
    ['the S&P 500 since 2000', barsOfCsv(SP500), 5105],
    ['a seeded walk', LONG_WALK, 9000],
  ])('%s: the same trades and equity', (_, bars, count) => {
    expect(bars.close).toHaveLength(count);
    const setting = { fast: 10, slow: 20, cash: 10_000, stake: 2000, feeRate: 0.001 };
    const bare = bareLoop(bars, setting);
    const strategy = stopAndReverse(10, 20, { size: { cash: 2000 }, fees: { rate: 0.001 } });
    const result = runOn(bars, strategy, { finalize: false });
    expect(bare.trades).toBeGreaterThan(200);
    expect(result.trades).toHaveLength(bare.trades);
    for (const [at, value] of bare.equity.entries()) expect(result.equity[at]).toBeCloseTo(value, 6);
    expect(result.metrics.maxDrawdown.value).toBeCloseTo(bare.maxDrawdown, 9);
  });
});

test('[BT11] averages that meet in between cross natively, and not in btpy', () => {
  const rows = [9, 10, 11, 11, 9, 12, 12].map((price) => [price, price, price, price, 0]);
  const strategy = strategyOf({
    v: 1,
    long: { crossAbove: ['close', 10] },
    exitLong: { crossBelow: ['close', 11] },
  });
  const entries = (profile: BacktestConfig['profile']) =>
    runOn(barsOf(rows), strategy, { profile }).trades.map(({ entryAtMs, exitAtMs }) => [
      (entryAtMs - Date.UTC(2024, 0, 1)) / 86_400_000,
      (exitAtMs - Date.UTC(2024, 0, 1)) / 86_400_000,
    ]);
  expect(entries('native')).toEqual([
    [3, 5],
    [6, 6],
  ]);
  expect(entries('btpy')).toEqual([[6, 6]]);
});

describe('[BT15] too few bars', () => {
  const strategy = stopAndReverse(5, 20);

  test.each([1, 2, 21])('%i bars are refused', (count) => {
    const input = { strategy, config: DEFAULT_CONFIG, bars: walk(count, 'few'), datasetSha256: SOME_SHA256 };
    expect(runBacktest(input)).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', details: { field: 'dataset', bars: count, least: 22 } },
    });
  });

  test('22 are enough', () => {
    expect(runOn(walk(22, 'few'), strategy).equity).toHaveLength(22);
    expect(firstTradableBar(strategy, DEFAULT_CONFIG)).toBe(19);
    expect(firstTradableBar(strategy, { ...DEFAULT_CONFIG, profile: 'btpy' })).toBe(20);
  });
});

test('[BT4] equity past every number is refused, not given', () => {
  const rows = Array.from({ length: 400 }, (_, at) => 10 ** (at % 2 === 0 ? -100 : 100)).map((p) => [
    p,
    p,
    p,
    p,
    0,
  ]);
  const strategy = strategyOf({ v: 1, long: { gt: ['close', 1] }, exitLong: { lt: ['close', 1] } });
  const input = { strategy, config: DEFAULT_CONFIG, bars: barsOf(rows), datasetSha256: SOME_SHA256 };
  expect(runBacktest(input)).toMatchObject({ ok: false, error: { details: { field: 'strategy' } } });
});

describe('[BT18] the result hash', () => {
  const strategy = stopAndReverse(10, 20, { fees: { rate: 0.001 } });

  test('can be computed by who knows only its description', () => {
    const config = { ...DEFAULT_CONFIG, finalize: false };
    const { trades, equity, resultHash } = runOn(LONG_WALK, strategy, config);
    const numbers = [trades.length];
    for (const trade of trades) {
      numbers.push(trade.side === 'long' ? trade.qty : -trade.qty, trade.entryAtMs, trade.exitAtMs);
      numbers.push(trade.entryPrice, trade.exitPrice, trade.pnl, trade.feesPaid);
      numbers.push(EXIT_REASONS.indexOf(trade.exitReason));
    }
    numbers.push(equity.length, ...equity);
    const bytes = Buffer.alloc(numbers.length * 8);
    for (const [at, value] of numbers.entries()) bytes.writeDoubleLE(value === 0 ? 0 : value, at * 8);
    const json = canonicalJson({ config, strategy } as unknown as JsonValue);
    const hash = createHash('sha256').update(`${ENGINE_VERSION}|${SOME_SHA256}|${json}|`).update(bytes);
    expect(resultHash).toBe(hash.digest('hex'));
  });

  test('is the same for any chunks', () => {
    fc.assert(
      fc.property(STRATEGIES, CONFIGS, fc.integer({ min: 1, max: 10_000 }), (drawn, config, chunkBars) => {
        const watch: BacktestWatch = { stage: () => {}, cancelled: () => false, chunkBars };
        expect(runOn(LONG_WALK, drawn, config, watch).resultHash).toBe(
          runOn(LONG_WALK, drawn, config).resultHash,
        );
      }),
      { numRuns: 20 },
    );
  });

  test('is another for another strategy, setting, data set or price', () => {
    const bars = walk(300, 'hash');
    const other = { ...bars, close: bars.close.with(299, bars.close[299]! * 1.0001) };
    const input = { strategy, config: DEFAULT_CONFIG, bars, datasetSha256: SOME_SHA256 };
    const inputs = [
      input,
      { ...input, strategy: stopAndReverse(10, 21, { fees: { rate: 0.001 } }) },
      { ...input, config: { ...DEFAULT_CONFIG, leverage: 2 } },
      { ...input, datasetSha256: 'cd'.repeat(32) },
      { ...input, bars: other },
    ];
    const hashes = inputs.map((one) => {
      const outcome = runBacktest(one);
      return outcome.ok && !outcome.value.cancelled ? outcome.value.resultHash : null;
    });
    expect(new Set(hashes).size).toBe(inputs.length);
    expect(hashes).not.toContain(null);
  });
});

describe('[BT19] watching', () => {
  const strategy = stopAndReverse(10, 20);

  test('is told 30, then up to 80 with at most 400 points so far', () => {
    const told: { percent: number; equity: EquitySoFar | null }[] = [];
    const watch: BacktestWatch = {
      stage: (percent, equity) => told.push({ percent, equity }),
      cancelled: () => false,
      chunkBars: 4096,
    };
    const { equity } = runOn(LONG_WALK, strategy, {}, watch);
    expect(told.map(({ percent }) => percent)).toEqual([30, 52, 75, 80]);
    expect(told[0]!.equity).toBeNull();
    for (const [at, bars] of [4096, 8192, 9000].entries()) {
      const points = told[at + 1]!.equity!;
      expect(points).toHaveLength(400);
      expect(points[0]).toEqual({ atMs: LONG_WALK.timeMs[0], value: 10_000 });
      expect(points.at(-1)!.atMs).toBe(LONG_WALK.timeMs[bars - 1]);
    }
    expect(told.at(-1)!.equity!.at(-1)!.value).toBe(equity.at(-1));
  });

  test.each([1, 2, 3, 4, 5])('ends at its %i. report when asked to', (last) => {
    let reports = 0;
    const watch: BacktestWatch = {
      stage: () => reports++,
      cancelled: () => reports === last,
      chunkBars: 1,
    };
    const input = { strategy, config: DEFAULT_CONFIG, bars: LONG_WALK, datasetSha256: SOME_SHA256 };
    expect(runBacktest(input, watch)).toEqual({ ok: true, value: { cancelled: true } });
    expect(reports).toBe(last);
  });

  test('is asked after the last report too, and heeded each time', () => {
    const bars = walk(150_000, 'long', 60_000);
    const always = strategyOf({
      v: 1,
      long: { gt: ['close', 0] },
      exitLong: { gt: ['close', 0] },
      size: { cash: 1 },
    });
    const input = { strategy: always, config: DEFAULT_CONFIG, bars, datasetSha256: SOME_SHA256 };
    const asked = (saysYesAt: number) => {
      let asks = 0;
      const watch = { stage: () => {}, cancelled: () => ++asks === saysYesAt, chunkBars: 1_000_000 };
      const outcome = runBacktest(input, watch);
      return { asks, cancelled: outcome.ok && outcome.value.cancelled };
    };
    const { asks } = asked(0);
    // 30 %, 80 %, after the metrics, some megabytes of hash, and 75,000 trades.
    expect(asks).toBeGreaterThan(6);
    for (let at = 1; at <= asks; at++) expect(asked(at)).toEqual({ asks: at, cancelled: true });
  });
});
