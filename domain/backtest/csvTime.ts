import { readNumber } from './csvNumber.ts';

/** How times are written. The last three may be followed by ` HH:mm` or ` HH:mm:ss`; all but `iso` are in UTC. */
export const DATE_FORMATS = [
  'iso',
  'epochSeconds',
  'epochMs',
  'yyyy-MM-dd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The years 1000 to 9999. */
const FIRST_MS = -30_610_224_000_000;
const LAST_MS = 253_402_300_799_999;

/** Where year, month and day start, and what stands between them. */
const DATES = {
  'yyyy-MM-dd': { year: 0, month: 5, day: 8, separators: [4, 7], separator: '-'.charCodeAt(0) },
  'dd/MM/yyyy': { year: 6, month: 3, day: 0, separators: [2, 5], separator: '/'.charCodeAt(0) },
  'MM/dd/yyyy': { year: 6, month: 0, day: 3, separators: [2, 5], separator: '/'.charCodeAt(0) },
} as const;
const DATE_LENGTH = 10;

const [COLON, POINT, SPACE, PLUS, MINUS, T, Z] = [0x3a, 0x2e, 0x20, 0x2b, 0x2d, 0x54, 0x5a] as const;

/** The instant that stands in `bytes[from, to)`, in epoch milliseconds; NaN for what is none in this format. */
export function readTime(format: DateFormat, bytes: Uint8Array, from: number, to: number): number {
  const timeMs = read(format, bytes, from, to);
  return timeMs >= FIRST_MS && timeMs <= LAST_MS ? timeMs : Number.NaN;
}

function read(format: DateFormat, bytes: Uint8Array, from: number, to: number): number {
  if (format === 'epochMs' || format === 'epochSeconds') {
    const value = readNumber(bytes, from, to);
    if (!Number.isInteger(value)) return Number.NaN;
    return format === 'epochMs' ? value : value * 1_000;
  }
  const isIso = format === 'iso';
  const dayMs = readDate(DATES[isIso ? 'yyyy-MM-dd' : format], bytes, from, to);
  const at = from + DATE_LENGTH;
  if (at >= to) return dayMs;
  if (bytes[at] !== SPACE && !(isIso && bytes[at] === T)) return Number.NaN;
  return dayMs + readClock(bytes, at + 1, to, isIso);
}

function readDate(
  { year, month, day, separators, separator }: (typeof DATES)[keyof typeof DATES],
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  if (to - from < DATE_LENGTH) return Number.NaN;
  for (const at of separators) if (bytes[from + at] !== separator) return Number.NaN;
  const y = pair(bytes, from + year) * 100 + pair(bytes, from + year + 2);
  const m = pair(bytes, from + month);
  const d = pair(bytes, from + day);
  if (!(m >= 1 && m <= 12 && d >= 1 && d <= daysOf(y, m))) return Number.NaN;
  return daysBefore(y, m, d) * DAY_MS;
}

/** `HH:mm`, `HH:mm:ss`; in ISO with a fraction and a zone, too. Milliseconds of the day, in UTC. */
function readClock(bytes: Uint8Array, from: number, to: number, isIso: boolean): number {
  const hours = pair(bytes, from);
  const minutes = pair(bytes, from + 3);
  if (to - from < 5 || bytes[from + 2] !== COLON || !(hours < 24 && minutes < 60)) return Number.NaN;
  let timeMs = (hours * 60 + minutes) * MINUTE_MS;
  let at = from + 5;
  if (at < to && bytes[at] === COLON) {
    const seconds = pair(bytes, at + 1);
    if (to - at < 3 || !(seconds < 60)) return Number.NaN;
    timeMs += seconds * 1_000;
    at += 3;
    if (isIso && at < to && bytes[at] === POINT) {
      const fractionFrom = at + 1;
      at = fractionFrom;
      while (at < to && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
      timeMs += readFraction(bytes, fractionFrom, at);
    }
  }
  if (at === to) return timeMs;
  return isIso ? timeMs - readZone(bytes, at, to) : Number.NaN;
}

/** Milliseconds of a fraction's digits; what is finer must be zero, because nothing is cut off silently. */
function readFraction(bytes: Uint8Array, from: number, to: number): number {
  let fractionMs = from < to ? 0 : Number.NaN;
  for (let at = from, unitMs = 100; at < to; at++, unitMs /= 10) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9 || (unitMs < 1 && digit > 0)) return Number.NaN;
    if (unitMs >= 1) fractionMs += digit * unitMs;
  }
  return fractionMs;
}

/** `Z`, `+HH`, `+HHmm`, `+HH:mm` or nothing: how far the clock is ahead of UTC, in milliseconds. */
function readZone(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length === 0 || (length === 1 && bytes[from] === Z)) return 0;
  const isAhead = bytes[from] === PLUS;
  if (!isAhead && bytes[from] !== MINUS) return Number.NaN;
  const minutesFrom = bytes[from + 3] === COLON ? from + 4 : from + 3;
  if (length !== 3 && to !== minutesFrom + 2) return Number.NaN;
  const hours = pair(bytes, from + 1);
  const minutes = length === 3 ? 0 : pair(bytes, minutesFrom);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (hours * 60 + minutes) * (isAhead ? MINUTE_MS : -MINUTE_MS);
}

/** Two digits; NaN for anything else. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/**
 * Days from 1970-01-01 in the Gregorian calendar, with years that start in March so that the leap day is the last
 * one (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
function daysBefore(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + dayOfYear - 719_468;
}
