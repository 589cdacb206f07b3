import { fail, ok, type Result } from '../result.ts';
import { DAY_MS } from './periods.ts';

/** An hour to 30 days. */
export const PAUSE_HOURS = { min: 1, max: 720 } as const;
/** A day to five years. */
export const EXCLUSION_DAYS = { min: 1, max: 1_826 } as const;

const HOUR_MS = 3_600_000;

/** Until when a player stakes nothing, by their own wish. Null, or an instant that has passed: no longer. */
export interface Bars {
  pausedUntilMs: number | null;
  excludedUntilMs: number | null;
}

/** As it stands at this instant: what is over is null. */
export function barsAt({ pausedUntilMs, excludedUntilMs }: Bars, nowMs: number): Bars {
  const ahead = (untilMs: number | null) => (untilMs !== null && untilMs > nowMs ? untilMs : null);
  return { pausedUntilMs: ahead(pausedUntilMs), excludedUntilMs: ahead(excludedUntilMs) };
}

/** A pause from now on. One that would end before the pause there is, is `invalid_request` (RG4). */
export function pause(bars: Bars, hours: number, nowMs: number): Result<Bars> {
  const untilMs = nowMs + hours * HOUR_MS;
  if (endsEarlier(untilMs, bars.pausedUntilMs)) return tooShort('hours', bars.pausedUntilMs!);
  return ok({ ...bars, pausedUntilMs: untilMs });
}

/** A self-exclusion from now on. One that would end before the one there is, is `invalid_request` (RG5). */
export function exclude(bars: Bars, days: number, nowMs: number): Result<Bars> {
  const untilMs = nowMs + days * DAY_MS;
  if (endsEarlier(untilMs, bars.excludedUntilMs)) return tooShort('days', bars.excludedUntilMs!);
  return ok({ ...bars, excludedUntilMs: untilMs });
}

function endsEarlier(untilMs: number, standsUntilMs: number | null): boolean {
  return standsUntilMs !== null && untilMs < standsUntilMs;
}

function tooShort(field: string, untilAtMs: number): Result<never> {
  return fail('invalid_request', {
    field,
    reason: 'shorter',
    problem: 'would end before the one that there is: it can only be made longer',
    untilAtMs,
  });
}
