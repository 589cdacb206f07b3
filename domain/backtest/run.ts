import { fail, ok } from '../result.ts';
import { warmUpBars } from './indicators/columns.ts';
import { computeMetrics } from './metrics/compute.ts';
import type { EquitySoFar, RunBacktest } from './result.ts';
import { resultHash } from './resultHash.ts';
import { firstTradableBar, simulate } from './simulate.ts';
import { listTrades } from './tradeLog.ts';

const MOST_POINTS = 400;

/** Runs a strategy on a market: the same result and hash for the same input, wherever and however watched. */
export const runBacktest: RunBacktest = (input, watch) => {
  const { strategy, config, bars } = input;
  const count = bars.close.length;
  const least = warmUpBars(strategy) + 2;
  if (count < least) {
    const problem = `has ${count} bars, and this strategy needs ${least}`;
    return fail('invalid_request', { field: 'dataset', problem, bars: count, least }, `dataset ${problem}.`);
  }
  const goesOn = () => watch?.cancelled() !== true;
  let lastReport = 0;
  const report = (percent: number, equity: EquitySoFar | null): boolean => {
    watch?.stage(percent, equity);
    return goesOn();
  };
  if (!report(30, null)) return ok({ cancelled: true });
  const book = simulate(strategy, config, bars, (done, equity) => {
    if (watch === undefined || done - lastReport < watch.chunkBars) return true;
    lastReport = done;
    return report(30 + Math.floor((50 * done) / count), equitySoFar(bars.timeMs, equity, done));
  });
  if (book === null) return ok({ cancelled: true });
  if (!book.equity.every(Number.isFinite)) {
    const problem = 'makes the equity grow out of the range of numbers';
    return fail('invalid_request', { field: 'strategy', problem }, `strategy ${problem}.`);
  }
  if (!report(80, equitySoFar(bars.timeMs, book.equity, count))) return ok({ cancelled: true });
  const metrics = computeMetrics(book, bars, config, firstTradableBar(strategy, config));
  const hash = goesOn() ? resultHash(input, book, goesOn, watch?.newSha256) : null;
  const trades = hash === null ? null : listTrades(book.trades, bars, goesOn);
  if (hash === null || trades === null) return ok({ cancelled: true });
  const { equity, rejectedInsufficient, ruined } = book;
  return ok({ cancelled: false, metrics, trades, equity, resultHash: hash, rejectedInsufficient, ruined });
};

/** The first `bars` values of an equity curve, thinned evenly to at most 400 points that end with the last of them. */
export function equitySoFar(timeMs: Float64Array, equity: Float64Array, bars: number): EquitySoFar {
  const points = Math.min(bars, MOST_POINTS);
  return Array.from({ length: points }, (_, at) => {
    const bar = points === 1 ? bars - 1 : Math.round((at * (bars - 1)) / (points - 1));
    return { atMs: timeMs[bar]!, value: equity[bar]! };
  });
}
