/** Ratios are fractions (0.1 = 10 %), durations days, money the data's currency. */
export const METRIC_NAMES = [
  ...(['totalReturn', 'cagr', 'annualReturn', 'annualVolatility', 'sharpe', 'sortino', 'calmar'] as const),
  ...(['maxDrawdown', 'maxDrawdownDays', 'averageDrawdown', 'averageDrawdownDays'] as const),
  ...(['winRate', 'profitFactor', 'expectancy', 'sqn', 'exposure', 'trades'] as const),
  ...(['finalEquity', 'peakEquity', 'feesPaid', 'buyAndHoldReturn'] as const),
  ...(['bestTrade', 'worstTrade', 'averageTrade', 'maxTradeDays', 'averageTradeDays'] as const),
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];
