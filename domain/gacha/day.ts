/** A day of a time zone's calendar, such as `2026-11-21`: days compare as texts. */
export type Day = string;

/** No zone is further from UTC than this, and none changes its clocks twice within twice this. */
const REACH_MS = 16 * 3_600_000;

/** Making a format takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** The end that was asked for last in each zone: all day the same. */
const lastEnds = new Map<string, { day: Day; endsAtMs: number }>();

/** Whether this is a name of the IANA time zone database, such as `Asia/Seoul`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day in the zone at an instant. */
export function dayAt(atMs: number, timeZone: string): Day {
  const { year, month, day } = wallClock(atMs, timeZone);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/**
 * The instant at which the zone's clocks first show a later day. Where they jump over midnight, or over a whole
 * day (Samoa in December 2011), it is the instant of the jump.
 */
export function dayEndsAtMs(day: Day, timeZone: string): number {
  const known = lastEnds.get(timeZone);
  if (known?.day === day) return known.endsAtMs;
  const endsAtMs = firstInstantAfter(day, timeZone);
  lastEnds.set(timeZone, { day, endsAtMs });
  return endsAtMs;
}

function firstInstantAfter(day: Day, timeZone: string): number {
  const [year, month, date] = day.split('-').map(Number);
  // The next midnight on the wall, read as if it were UTC.
  const midnightMs = Date.UTC(year!, month! - 1, date! + 1);
  const earlyOffsetMs = offsetMs(midnightMs - REACH_MS, timeZone);
  const lateOffsetMs = offsetMs(midnightMs + REACH_MS, timeZone);
  const atMs = midnightMs - earlyOffsetMs;
  if (earlyOffsetMs === lateOffsetMs) return atMs;
  const changeMs = clockChange(midnightMs, lateOffsetMs, timeZone);
  return atMs < changeMs ? atMs : Math.max(changeMs, midnightMs - lateOffsetMs);
}

/** The instant, near this one, from which on the later offset holds. */
function clockChange(aroundMs: number, lateOffsetMs: number, timeZone: string): number {
  let beforeMs = aroundMs - REACH_MS;
  let fromMs = aroundMs + REACH_MS;
  while (fromMs - beforeMs > 1) {
    const middleMs = Math.floor((beforeMs + fromMs) / 2);
    if (offsetMs(middleMs, timeZone) === lateOffsetMs) fromMs = middleMs;
    else beforeMs = middleMs;
  }
  return fromMs;
}

/** By how much the zone's clocks are ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(atMs, timeZone);
  const secondMs = Math.floor(atMs / 1_000) * 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - secondMs;
}

type WallClock = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;

function wallClock(atMs: number, timeZone: string): WallClock {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) fields[type] = Number(value);
  return fields as WallClock;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
