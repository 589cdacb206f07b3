import type { MetricName } from '../../../../../domain/backtest/metrics/names.ts';
import { formatDecimal, formatPercent, t } from '../../../i18n/i18n.ts';

type Unit = 'percent' | 'ratio' | 'days' | 'money' | 'count';

const UNITS: Record<MetricName, Unit> = {
  ...{ totalReturn: 'percent', cagr: 'percent', annualReturn: 'percent', annualVolatility: 'percent' },
  ...{ sharpe: 'ratio', sortino: 'ratio', calmar: 'ratio' },
  ...{ maxDrawdown: 'percent', maxDrawdownDays: 'days' },
  ...{ averageDrawdown: 'percent', averageDrawdownDays: 'days' },
  ...{ winRate: 'percent', profitFactor: 'ratio', expectancy: 'money', sqn: 'ratio', exposure: 'percent' },
  ...{ trades: 'count', finalEquity: 'money', peakEquity: 'money', feesPaid: 'money' },
  ...{ buyAndHoldReturn: 'percent', bestTrade: 'percent', worstTrade: 'percent', averageTrade: 'percent' },
  ...{ maxTradeDays: 'days', averageTradeDays: 'days' },
};

/** @param definition of profiles that give a metric another unit: an expectancy of returns is a fraction */
export function metricText(name: MetricName, value: number | null, definition = ''): string {
  if (value === null) return t('app.unknown');
  const unit = definition === 'expectancy.returns.v1' ? 'percent' : UNITS[name];
  if (unit === 'percent') return formatPercent(value * 100);
  if (unit === 'days') return t('backtest.days', { days: formatDecimal(value, 1) });
  return formatDecimal(value, unit === 'count' ? 0 : unit === 'money' ? 2 : 3);
}
