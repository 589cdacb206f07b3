import { assert } from '../assert.ts';
import { type Rational, rational } from '../rational.ts';

type Weighted = { weight: number };

/** A float of the draw is a whole number of these (FAIRNESS F2). */
const FLOATS = 1n << 32n;

/** Up to here `float * count` is exact in a double (32 bits of the float, 21 of the count). */
export const MOST_CHOICES = 2 ** 21;

/** `floor(float * count)`: one of `count` places, 0 to count - 1. */
export function pick(float: number, count: number): number {
  return Math.floor(float * count);
}

/** The first place whose weight, added to those before it, exceeds `pick(float, all weights)`. */
export function pickWeighted(float: number, of: readonly Weighted[]): number {
  let left = pick(float, of.reduce(plus, 0));
  let place = 0;
  while (left >= of[place]!.weight) {
    left -= of[place]!.weight;
    place += 1;
  }
  return place;
}

/**
 * The exact chance of each place of `pickWeighted`, over all 2^32 floats: where their number is no multiple
 * of the total weight, some places have one float more than others, and that is counted.
 */
export function chancesOf(of: readonly Weighted[]): Rational[] {
  const total = BigInt(of.reduce(plus, 0));
  assert(total > 0n && total <= MOST_CHOICES, `${total} choices in one draw`);
  let reached = 0n;
  let floatsBefore = 0n;
  return of.map(({ weight }) => {
    reached += BigInt(weight);
    // Floats u / 2^32 with floor(u * total / 2^32) < reached.
    const floatsUpTo = (reached * FLOATS + total - 1n) / total;
    const share = rational(floatsUpTo - floatsBefore, FLOATS);
    floatsBefore = floatsUpTo;
    return share;
  });
}

/** The same for `pick`. */
export function evenChances(count: number): Rational[] {
  return chancesOf(Array.from({ length: count }, () => ({ weight: 1 })));
}

function plus(sum: number, { weight }: Weighted): number {
  return sum + weight;
}
