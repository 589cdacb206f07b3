import { assert } from './assert.ts';

/** An exact fraction in lowest terms, its denominator positive. For published odds: they are proven, not rounded. */
export interface Rational {
  numerator: bigint;
  denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const ONE: Rational = { numerator: 1n, denominator: 1n };

export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  assert(below > 0n, `a denominator of ${below}`);
  const shared = greatestCommonDivisor(above < 0n ? -above : above, below);
  return { numerator: above / shared, denominator: below / shared };
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational {
  assert(b.numerator > 0n, 'divided by what is not positive');
  return multiply(a, { numerator: b.denominator, denominator: b.numerator });
}

export function sum(terms: readonly Rational[]): Rational {
  return terms.reduce(add, ZERO);
}

/** Negative if a is less than b, 0 if they are equal. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The decimal with so many places that is nearest, such as `0.961234`. */
export function toDecimal(value: Rational, places: number): string {
  assert(value.numerator >= 0n, 'a negative value');
  const scale = 10n ** BigInt(places);
  const scaled = (2n * value.numerator * scale + value.denominator) / (2n * value.denominator);
  return `${scaled / scale}.${(scaled % scale).toString().padStart(places, '0')}`;
}

/** The nearest double, but for the last bit. */
export function toNumber(value: Rational): number {
  const negative = value.numerator < 0n;
  const above = negative ? -value.numerator : value.numerator;
  // 64 bits of quotient are more than a double holds; the shift keeps both sides in a double's range.
  const shift = Math.max(0, 64 + bitsOf(value.denominator) - bitsOf(above));
  const magnitude = Number((above << BigInt(shift)) / value.denominator) / 2 ** shift;
  return negative ? -magnitude : magnitude;
}

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [high, low] = [a, b];
  while (low !== 0n) [high, low] = [low, high % low];
  return high === 0n ? 1n : high;
}
