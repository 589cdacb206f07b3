import type { Bars } from '../bars.ts';
import type { BacktestConfig } from '../config.ts';
import type { Book } from '../execution.ts';
import type { Metric, Metrics } from '../metrics.ts';
import { FEES, tradeColumn } from '../tradeLog.ts';
import { DAY_MS, dailyReturns } from './days.ts';
import { PROFILE_DEFINITIONS } from './definitions.ts';
import { drawdowns } from './drawdown.ts';
import { METRIC_NAMES, type MetricName } from './names.ts';
import { tradeFigures } from './ofTrades.ts';
import { sum } from './statistics.ts';
import { arithmeticYear, type Figure, geometricYear } from './yearly.ts';

/** `firstTradableBar`: see `simulate.ts`; what btpy's buy-and-hold starts one bar before. */
export function computeMetrics(
  book: Book,
  bars: Bars,
  config: BacktestConfig,
  firstTradableBar: number,
): Metrics {
  const { equity } = book;
  const isBtpy = config.profile === 'btpy';
  const last = equity.length - 1;
  const finalEquity = equity[last]!;
  const years = (bars.timeMs[last]! - bars.timeMs[0]!) / DAY_MS / 365.25;
  const daily = dailyReturns(bars.timeMs, equity);
  const year = isBtpy ? geometricYear(daily) : arithmeticYear(daily);
  const down = drawdowns(bars.timeMs, equity);
  const cagr = compoundRate(equity[0]!, finalEquity, years);
  const heldFrom = isBtpy ? Math.max(0, firstTradableBar - 1) : 0;
  const figures: Record<MetricName, Figure> = {
    totalReturn: finalEquity / config.cashCoins - 1,
    cagr,
    ...year,
    calmar: perDrawdown(isBtpy ? year.annualReturn : cagr, down.maxDepth),
    maxDrawdown: down.maxDepth,
    maxDrawdownDays: down.maxDays,
    averageDrawdown: down.meanDepth,
    averageDrawdownDays: isBtpy ? Math.ceil(down.meanDays) : down.meanDays,
    ...tradeFigures(book.trades, bars, config.profile),
    trades: book.trades.count,
    finalEquity,
    peakEquity: down.peak,
    feesPaid: sum(tradeColumn(book.trades, FEES)),
    buyAndHoldReturn: bars.close[last]! / bars.close[heldFrom]! - 1,
  };
  const definitions = PROFILE_DEFINITIONS[config.profile];
  const metrics = METRIC_NAMES.map((name): [MetricName, Metric] => {
    const figure = figures[name];
    const definition = definitions[name];
    if (typeof figure === 'string') return [name, { value: null, definition, reason: figure }];
    if (!Number.isFinite(figure)) return [name, { value: null, definition, reason: 'out_of_range' }];
    return [name, { value: figure, definition }];
  });
  return Object.fromEntries(metrics) as Metrics;
}

function compoundRate(first: number, final: number, years: number): Figure {
  if (years <= 0) return 'too_short';
  return final > 0 ? (final / first) ** (1 / years) - 1 : 'ruined';
}

function perDrawdown(rate: Figure, maxDepth: number): Figure {
  if (typeof rate === 'string') return rate;
  return maxDepth === 0 ? 'no_drawdown' : rate / Math.abs(maxDepth);
}
