import type { Profile } from '../config.ts';
import type { MetricName } from './names.ts';

/**
 * What each number means. An id is published with every value and never gets another meaning: a changed definition is
 * a new id. E is the equity at the close of each bar, C the capital, r the return from one day's last equity to the
 * next day's, n the number of trades. A, the returns a year, is 365 if weekends are traded, otherwise 252; for bars
 * further apart than four days it is counted from the data.
 */
export const DEFINITIONS = {
  'totalReturn.v1': 'Last E / C - 1.',
  'cagr.calendar.v1': '(last E / first E)^(365.25 / days) - 1, days between the first and the last bar.',
  'annualReturn.arithmetic.v1': 'mean(r) * A.',
  'annualReturn.geometric.v1': '(1 + g)^A - 1, g the geometric mean of r.',
  'annualVolatility.arithmetic.v1': 'sd(r) * sqrt(A), sd with n - 1.',
  'annualVolatility.geometric.v1': 'sqrt((var(r) + (1 + g)^2)^A - (1 + g)^(2A)), var with n - 1.',
  'sharpe.arithmetic.v1': '(mean(r) - rf / A) / sd(r) * sqrt(A), sd with n - 1, rf = 0.',
  'sharpe.geometric.v1': 'Geometric annual return / geometric annual volatility.',
  'sortino.arithmetic.v1': '(mean(r) - rf / A) / sqrt(mean(min(r - rf / A, 0)^2)) * sqrt(A), rf = 0.',
  'sortino.geometric.v1': 'Geometric annual return / (sqrt(mean(min(r, 0)^2)) * sqrt(A)).',
  'calmar.cagr.v1': 'CAGR / |max drawdown|.',
  'calmar.geometric.v1': 'Geometric annual return / |max drawdown|.',
  'maxDrawdown.v1': 'The least E / (highest E so far) - 1: 0 or negative.',
  'maxDrawdownDays.v1': 'The longest time from a peak to the bar that reaches it again, or to the end.',
  'averageDrawdown.v1': 'Mean over the drawdowns, each from a peak to recovery or the end, of their depth.',
  'averageDrawdownDays.v1': 'Mean over the drawdowns of the days from peak to recovery or the end.',
  'averageDrawdownDays.btpy.v1': 'averageDrawdownDays.v1, rounded up to whole days.',
  'winRate.cash.v1': 'Trades with net P&L > 0 / n.',
  'profitFactor.cash.v1': 'Sum of net gains / |sum of net losses|.',
  'profitFactor.returns.v1': 'Sum of positive trade returns / |sum of negative ones|.',
  'expectancy.cash.v1': 'Mean net P&L of a trade, in the currency of the data.',
  'expectancy.returns.v1': 'Mean trade return.',
  'sqn.v1': 'sqrt(n) * mean(P&L) / sd(P&L), sd with n - 1.',
  'exposure.v1': 'Bars from entry to exit, both included, of any closed trade / all bars.',
  'trades.v1': 'Closed trades.',
  'finalEquity.v1': 'Last E.',
  'peakEquity.v1': 'Highest E.',
  'feesPaid.v1': 'Fees of closed trades, of both sides.',
  'buyAndHoldReturn.v1': 'Last close / first close - 1.',
  'buyAndHoldReturn.btpy.v1': 'Last close / close of the bar before the first tradable one - 1.',
  'bestTrade.v1': 'Highest trade return: side * (exit / entry - 1) - fees / (|quantity| * entry).',
  'worstTrade.v1': 'Lowest trade return: side * (exit / entry - 1) - fees / (|quantity| * entry).',
  'averageTrade.arithmetic.v1': 'Mean trade return.',
  'averageTrade.geometric.v1': 'Geometric mean of the trade returns.',
  'maxTradeDays.v1': 'The longest time from entry bar to exit bar.',
  'averageTradeDays.v1': 'Mean days from entry bar to exit bar.',
  'averageTradeDays.btpy.v1': 'averageTradeDays.v1, rounded up to whole days.',
} as const;

export type DefinitionId = keyof typeof DEFINITIONS;

const NATIVE: Record<MetricName, DefinitionId> = {
  ...{ totalReturn: 'totalReturn.v1', cagr: 'cagr.calendar.v1' },
  ...{ annualReturn: 'annualReturn.arithmetic.v1', annualVolatility: 'annualVolatility.arithmetic.v1' },
  ...{ sharpe: 'sharpe.arithmetic.v1', sortino: 'sortino.arithmetic.v1', calmar: 'calmar.cagr.v1' },
  ...{ maxDrawdown: 'maxDrawdown.v1', maxDrawdownDays: 'maxDrawdownDays.v1' },
  ...{ averageDrawdown: 'averageDrawdown.v1', averageDrawdownDays: 'averageDrawdownDays.v1' },
  ...{ winRate: 'winRate.cash.v1', profitFactor: 'profitFactor.cash.v1', expectancy: 'expectancy.cash.v1' },
  ...{ sqn: 'sqn.v1', exposure: 'exposure.v1', trades: 'trades.v1', finalEquity: 'finalEquity.v1' },
  ...{ peakEquity: 'peakEquity.v1', feesPaid: 'feesPaid.v1', buyAndHoldReturn: 'buyAndHoldReturn.v1' },
  ...{ bestTrade: 'bestTrade.v1', worstTrade: 'worstTrade.v1', averageTrade: 'averageTrade.arithmetic.v1' },
  ...{ maxTradeDays: 'maxTradeDays.v1', averageTradeDays: 'averageTradeDays.v1' },
};

/** Which definition a profile computes a metric by. */
export const PROFILE_DEFINITIONS: Record<Profile, Record<MetricName, DefinitionId>> = {
  native: NATIVE,
  btpy: {
    ...NATIVE,
    ...{ annualReturn: 'annualReturn.geometric.v1', annualVolatility: 'annualVolatility.geometric.v1' },
    ...{ sharpe: 'sharpe.geometric.v1', sortino: 'sortino.geometric.v1', calmar: 'calmar.geometric.v1' },
    ...{ averageDrawdownDays: 'averageDrawdownDays.btpy.v1', averageTradeDays: 'averageTradeDays.btpy.v1' },
    ...{ profitFactor: 'profitFactor.returns.v1', expectancy: 'expectancy.returns.v1' },
    ...{ buyAndHoldReturn: 'buyAndHoldReturn.btpy.v1', averageTrade: 'averageTrade.geometric.v1' },
  },
};
