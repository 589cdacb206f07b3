export const DAY_MS = 86_400_000;

/** Bars further apart than this are no daily data: returns a year are counted instead. */
const SPARSE_DAYS = 4;
/** Over this share of weekend days, weekends are traded: six tenths of what every day would give. */
const WEEKEND_SHARE = (2 / 7) * 0.6;

/** Each day's last equity turned into returns, and how many of them make a year. */
export interface DailyReturns {
  returns: Float64Array;
  perYear: number;
}

/** Days are UTC days. Returns end where the equity is used up. */
export function dailyReturns(timeMs: Float64Array, equity: Float64Array): DailyReturns {
  const lastEquity: number[] = [];
  const days: number[] = [];
  for (let i = 0; i < timeMs.length; i++) {
    const day = Math.floor(timeMs[i]! / DAY_MS);
    if (day === days.at(-1)) lastEquity[lastEquity.length - 1] = equity[i]!;
    else {
      days.push(day);
      lastEquity.push(equity[i]!);
    }
  }
  const returns: number[] = [];
  for (let d = 1; d < days.length && lastEquity[d - 1]! > 0; d++) {
    returns.push(lastEquity[d]! / lastEquity[d - 1]! - 1);
  }
  return { returns: Float64Array.from(returns), perYear: returnsPerYear(days) };
}

function returnsPerYear(days: readonly number[]): number {
  const gaps = Float64Array.from(days.slice(1), (day, at) => day - days[at]!).sort();
  if (gaps.length === 0) return 252;
  if (gaps[gaps.length >> 1]! > SPARSE_DAYS) return (365.25 * gaps.length) / (days.at(-1)! - days[0]!);
  // 1970-01-01 was a Thursday.
  const weekendDays = days.filter((day) => [0, 6].includes((((day + 4) % 7) + 7) % 7)).length;
  return weekendDays / days.length > WEEKEND_SHARE ? 365 : 252;
}
