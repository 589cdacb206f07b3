const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Steps that are looked at: enough to know the usual one. */
const SAMPLE = 1_001;

/** Calendar steps, which are not equally long. */
const CALENDAR = [
  { name: '1mo', fromMs: 28 * DAY_MS, toMs: 31 * DAY_MS },
  { name: '3mo', fromMs: 90 * DAY_MS, toMs: 92 * DAY_MS },
  { name: '1y', fromMs: 365 * DAY_MS, toMs: 366 * DAY_MS },
] as const;

const UNITS = [
  ['w', 7 * DAY_MS],
  ['d', DAY_MS],
  ['h', 60 * MINUTE_MS],
  ['m', MINUTE_MS],
  ['s', 1_000],
  ['ms', 1],
] as const;

/**
 * The usual step from bar to bar as text: `1m`, `4h`, `1d`, `1w`, `1mo`. It is the median step, so weekends and
 * holidays don't count. A single bar has `none`.
 */
export function intervalOf(timeMs: Float64Array): string {
  const steps = timeMs.length - 1;
  if (steps < 1) return 'none';
  const taken = Math.min(steps, SAMPLE);
  const sample = Float64Array.from({ length: taken }, (_, i) => {
    const at = Math.floor((i * steps) / taken);
    return timeMs[at + 1]! - timeMs[at]!;
  }).sort();
  const usualMs = sample[taken >> 1]!;
  const calendar = CALENDAR.find(({ fromMs, toMs }) => usualMs >= fromMs && usualMs <= toMs);
  if (calendar) return calendar.name;
  const [unit, unitMs] = UNITS.find(([, ms]) => usualMs % ms === 0) ?? UNITS[5];
  return `${usualMs / unitMs}${unit}`;
}
