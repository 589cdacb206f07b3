import seedrandom from 'seedrandom';
import type { Bars } from '../../domain/backtest/bars.ts';
import { type BacktestConfig, DEFAULT_CONFIG } from '../../domain/backtest/config.ts';
import { drawdowns } from '../../domain/backtest/metrics/drawdown.ts';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import { runBacktest } from '../../domain/backtest/run.ts';
import { simulate } from '../../domain/backtest/simulate.ts';
import { bareLoop } from './bareLoop.ts';
import { openGrademark } from './grademark.ts';

const BARS = 1_000_000;
const ROUNDS = 60;
const FEE_RATE = 0.0001;
/** Of each order. All of the equity would grow past every number on a market made of trends. */
const STAKE = 1000;
const CONFIG: BacktestConfig = { ...DEFAULT_CONFIG, finalize: false };

const SETTING = { fast: 10, slow: 20, cash: CONFIG.cashCoins, stake: STAKE, feeRate: FEE_RATE };

const STRATEGY = {
  v: 1,
  ind: { f: ['sma', 'close', 10], s: ['sma', 'close', 20] },
  long: { crossAbove: ['f', 's'] },
  short: { crossBelow: ['f', 's'] },
  size: { cash: STAKE },
  fees: { rate: FEE_RATE },
};

/**
 * SMA 10/20 stop-and-reverse on the same 1,000,000 bars: a loop written for nothing else, the strategy language, and
 * npm's `grademark`. Before the clock all three must have traded as often, and the first two have the same equity:
 * who went broke early would be fast for the wrong reason. Each figure is the best of some runs in turn.
 */
export async function benchBacktest(): Promise<Record<string, Record<string, number>>> {
  const bars = trendingMarket(BARS);
  const parsed = parseStrategy(STRATEGY, BARS);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const grademark = openGrademark(bars, 10, 20);

  const bare = bareLoop(bars, SETTING);
  const dsl = simulate(parsed.value, CONFIG, bars)!;
  const marked = grademark();
  const counts = [bare.trades, dsl.trades.count, marked];
  if (new Set(counts).size !== 1 || bare.trades < BARS / 100) {
    throw new Error(`the trades differ: bare loop, language, grademark ${counts.join(', ')}`);
  }
  if (!(Math.abs(dsl.equity.at(-1)! / bare.equity.at(-1)! - 1) < 1e-6)) {
    throw new Error(`the equity differs: ${dsl.equity.at(-1)}, bare loop ${bare.equity.at(-1)}`);
  }

  const input = { strategy: parsed.value, config: CONFIG, bars, datasetSha256: '0'.repeat(64) };
  const fastest = {
    bareLoop: new Fastest(() => bareLoop(bars, SETTING).maxDrawdown),
    dsl: new Fastest(() => {
      const strategy = parseStrategy(STRATEGY, BARS);
      return strategy.ok
        ? drawdowns(bars.timeMs, simulate(strategy.value, CONFIG, bars)!.equity).maxDepth
        : 0;
    }),
    wholeRun: new Fastest(() => (runBacktest(input).ok ? 1 : 0)),
    grademark: new Fastest(grademark),
  };
  for (let round = 0; round < ROUNDS; round++) {
    fastest.bareLoop.run();
    fastest.dsl.run();
    if (round % 10 === 0) fastest.wholeRun.run();
    if (round % 20 === 0) fastest.grademark.run();
  }
  if (
    fastest.bareLoop.last !== bare.maxDrawdown ||
    Math.abs(fastest.dsl.last / bare.maxDrawdown - 1) > 1e-6
  ) {
    throw new Error(`the drawdown differs: ${fastest.dsl.last}, bare loop ${fastest.bareLoop.last}`);
  }

  const perSecond = ({ ms }: Fastest) => (BARS * 1000) / ms;
  return {
    bareLoop: { perSecond: perSecond(fastest.bareLoop), trades: bare.trades },
    dsl: {
      ...{ perSecond: perSecond(fastest.dsl), trades: dsl.trades.count },
      ratioToBareLoop: fastest.bareLoop.ms / fastest.dsl.ms,
      ratioToGrademark: fastest.grademark.ms / fastest.dsl.ms,
    },
    dslWithMetricsAndHash: { perSecond: perSecond(fastest.wholeRun) },
    grademark: { perSecond: perSecond(fastest.grademark), trades: marked },
  };
}

/** The shortest time of several. What is computed is kept: an unused result would be optimized away, and its work. */
class Fastest {
  ms = Number.POSITIVE_INFINITY;
  last = 0;
  readonly #compute: () => number;

  constructor(compute: () => number) {
    this.#compute = compute;
  }

  run(): void {
    const startedMs = performance.now();
    this.last = this.#compute();
    this.ms = Math.min(this.ms, performance.now() - startedMs);
  }
}

/** Minutes of a market that trends for 40 to 120 of them: averages cross often, and never twice within a few bars. */
function trendingMarket(count: number): Bars {
  const random = seedrandom('bench');
  const column = () => new Float64Array(count);
  const bars = {
    timeMs: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 1000;
  let rising = true;
  for (let i = 0, left = 0; i < count; i++) {
    if (left-- === 0) {
      left = 40 + Math.floor(random() * 80);
      rising = price < 500 || (price < 2000 && !rising);
    }
    bars.timeMs[i] = i * 60_000;
    bars.open[i] = price;
    price *= 1 + (rising ? 0.001 : -0.001) + (random() - 0.5) * 0.0004;
    bars.close[i] = price;
    bars.high[i] = Math.max(bars.open[i]!, price) * 1.0001;
    bars.low[i] = Math.min(bars.open[i]!, price) * 0.9999;
    bars.volume[i] = Math.floor(random() * 1000);
  }
  return bars;
}
