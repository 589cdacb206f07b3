/** The least multiplier that an automatic cash-out may name, in hundredths. */
export const MIN_CASHOUT_HUNDREDTHS = 101;
/** The largest multiplier there is, in hundredths: 1,000,000.00x. Busts are capped at it. */
export const MAX_CASHOUT_HUNDREDTHS = 100_000_000;

/** Growth of the curve per millisecond (FAIRNESS F1). */
export const GROWTH_PER_MS = 0.00006;

/**
 * The multiplier after a flight of `elapsedMs`: `floor(100 * e^(0.00006 * t))`, at least 100, at most the cap.
 * No whole millisecond below the cap's lies so close to a whole hundredth that two correct
 * implementations of `exp` could differ (a test measures the margin), so everyone computes the same.
 * @param elapsedMs flight time without gaps; rules pass whole milliseconds, drawing may pass fractions
 * @returns hundredths
 */
export function multiplierAt(elapsedMs: number): number {
  if (elapsedMs <= 0) return 100;
  return Math.min(MAX_CASHOUT_HUNDREDTHS, Math.floor(100 * Math.exp(GROWTH_PER_MS * elapsedMs)));
}

/**
 * The smallest whole millisecond of flight at which the curve has reached `hundredths`. The float inverse
 * alone misses in 40 % of cases, so it is only the guess from which the answer is one step away.
 * @param hundredths 0 to MAX_CASHOUT_HUNDREDTHS; 100 and below are reached at 0
 * @returns ms, with `multiplierAt(ms) >= hundredths` and, above 0, `multiplierAt(ms - 1) < hundredths`
 */
export function instantOf(hundredths: number): number {
  if (hundredths <= 100) return 0;
  let elapsedMs = Math.ceil(Math.log(Math.min(hundredths, MAX_CASHOUT_HUNDREDTHS) / 100) / GROWTH_PER_MS);
  while (multiplierAt(elapsedMs) < Math.min(hundredths, MAX_CASHOUT_HUNDREDTHS)) elapsedMs += 1;
  while (multiplierAt(elapsedMs - 1) >= hundredths) elapsedMs -= 1;
  return elapsedMs;
}
