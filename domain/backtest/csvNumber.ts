const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;

/** Powers of ten that float64 holds exactly: with a whole number below 2^53, one rounding gives the nearest value. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * The decimal number that stands in `bytes[from, to)`, rounded once, as JavaScript reads it. NaN for what is no
 * number, +-Infinity for what is none that is finite. Plain digits are read without making a string.
 */
export function readNumber(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from];
  let at = sign === MINUS || sign === PLUS ? from + 1 : from;
  let whole = 0;
  let decimals = -1;
  const digitsFrom = at;
  for (; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (bytes[at] === POINT && decimals < 0) decimals = 0;
    else return readText(bytes, from, to);
  }
  const digits = at - digitsFrom - (decimals >= 0 ? 1 : 0);
  if (digits < 1 || whole > EXACT || decimals >= POWERS.length) return readText(bytes, from, to);
  const value = decimals > 0 ? whole / POWERS[decimals]! : whole;
  return sign === MINUS ? -value : value;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

/** With exponents, or more digits than a whole number holds. */
function readText(bytes: Uint8Array, from: number, to: number): number {
  const text = String.fromCharCode(...bytes.subarray(from, to));
  if (NOT_FINITE.test(text)) return Number.POSITIVE_INFINITY;
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}
