import type { Reason } from '../metrics.ts';
import type { DailyReturns } from './days.ts';
import { downsideDeviation, geometricMean, isConstant, mean, sampleVariance } from './statistics.ts';

/** A number, or the reason why there is none. */
export type Figure = number | Reason;

/** What is computed from daily returns. */
export interface YearlyFigures {
  annualReturn: Figure;
  annualVolatility: Figure;
  sharpe: Figure;
  sortino: Figure;
}

export function arithmeticYear({ returns, perYear }: DailyReturns): YearlyFigures {
  if (returns.length < 2) return noYear();
  const annualReturn = mean(returns) * perYear;
  const annualVolatility = Math.sqrt(sampleVariance(returns) * perYear);
  return ratios(returns, annualReturn, annualVolatility, perYear);
}

/** As backtesting.py has it: a day that loses all leaves no growth to speak of, and a mean of 0. */
export function geometricYear({ returns, perYear }: DailyReturns): YearlyFigures {
  if (returns.length < 2) return noYear();
  const daily = returns.some((value) => value <= -1) ? 0 : geometricMean(returns);
  const growth = (1 + daily) ** 2;
  const annualReturn = (1 + daily) ** perYear - 1;
  const annualVolatility = Math.sqrt((sampleVariance(returns) + growth) ** perYear - growth ** perYear);
  return ratios(returns, annualReturn, annualVolatility, perYear);
}

function ratios(
  returns: Float64Array,
  annualReturn: number,
  annualVolatility: number,
  perYear: number,
): YearlyFigures {
  const downside = downsideDeviation(returns, 0) * Math.sqrt(perYear);
  return {
    annualReturn,
    annualVolatility,
    // Asked of the returns: the deviation of equal ones is rarely 0 to the last digit.
    sharpe: isConstant(returns) || annualVolatility === 0 ? 'no_variation' : annualReturn / annualVolatility,
    sortino: downside === 0 ? 'no_drawdown' : annualReturn / downside,
  };
}

function noYear(): YearlyFigures {
  const none = 'too_short';
  return { annualReturn: none, annualVolatility: none, sharpe: none, sortino: none };
}
