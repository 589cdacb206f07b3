export const DAY_MS = 86_400_000;

/** What a limit counts over: calendar days, weeks from Monday, and months, all in UTC. */
export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

const LONGEST_MONTH_DAYS = 31;

/** Days since 1970-01-01, in UTC. */
export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** The first day of the period that runs at this instant. */
export function firstDayOf(period: Period, atMs: number): number {
  const day = dayOf(atMs);
  if (period === 'day') return day;
  // 1970-01-01 was a Thursday: three days after a Monday.
  if (period === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  return day - dayOfMonth(day) + 1;
}

/** When the period that runs at this instant is over, and counting begins anew. */
export function resetsAtMs(period: Period, atMs: number): number {
  const first = firstDayOf(period, atMs);
  if (period === 'day') return (first + 1) * DAY_MS;
  if (period === 'week') return (first + 7) * DAY_MS;
  return firstDayOf('month', (first + LONGEST_MONTH_DAYS) * DAY_MS) * DAY_MS;
}

/** From which day on something must be kept to know all periods that run at this instant. */
export function firstDayKept(atMs: number): number {
  return Math.min(firstDayOf('week', atMs), firstDayOf('month', atMs));
}

/**
 * Which day of its month a day since 1970 is, from 1, in the Gregorian calendar: years are counted from 1 March, so
 * that leap days come last. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
 */
function dayOfMonth(day: number): number {
  const sinceEra = (((day + 719_468) % 146_097) + 146_097) % 146_097;
  const year = Math.floor(
    (sinceEra -
      Math.floor(sinceEra / 1_460) +
      Math.floor(sinceEra / 36_524) -
      Math.floor(sinceEra / 146_096)) /
      365,
  );
  const ofYear = sinceEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  return ofYear - Math.floor((153 * month + 2) / 5) + 1;
}
