import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, MAX_CASHOUT_HUNDREDTHS, multiplierAt } from '../../../domain/crash/curve.ts';

function expectFirstInstant(hundredths: number): void {
  const instantMs = instantOf(hundredths);
  if (!Number.isInteger(instantMs) || multiplierAt(instantMs) < hundredths)
    expect(instantMs).toBe(hundredths);
  if (instantMs > 0 && multiplierAt(instantMs - 1) >= hundredths) expect(instantMs).toBe(hundredths);
}

test('[CR10] the curve is the formula', () => {
  for (const elapsedMs of [0, 1, 165, 166, 1000, 11_552, 11_553, 100_000, 200_000]) {
    expect(multiplierAt(elapsedMs)).toBe(Math.floor(100 * Math.E ** (0.00006 * elapsedMs)));
  }
  expect(multiplierAt(-5)).toBe(100);
  expect([multiplierAt(11_552), multiplierAt(11_553)]).toEqual([199, 200]);
});

test('[CR10] instant and multiplier agree for every hundredth up to 1,000.00', () => {
  for (let hundredths = 100; hundredths <= 100_000; hundredths += 1) expectFirstInstant(hundredths);
  expect(instantOf(100)).toBe(0);
});

test('[CR10] ... and for a sample up to the cap', () => {
  fc.assert(fc.property(fc.integer({ min: 100_000, max: MAX_CASHOUT_HUNDREDTHS }), expectFirstInstant), {
    numRuns: 20_000,
  });
  expectFirstInstant(MAX_CASHOUT_HUNDREDTHS);
  expect(multiplierAt(10 ** 9)).toBe(MAX_CASHOUT_HUNDREDTHS);
});

test('[CR10] no millisecond is so near a whole hundredth that a correct exp could round it elsewhere', () => {
  let narrowest = Number.POSITIVE_INFINITY;
  for (let elapsedMs = 1; elapsedMs <= instantOf(MAX_CASHOUT_HUNDREDTHS); elapsedMs += 1) {
    const exact = 100 * Math.exp(0.00006 * elapsedMs);
    const roundings = Math.abs(exact - Math.round(exact)) / (exact * Number.EPSILON);
    narrowest = Math.min(narrowest, roundings);
  }
  expect(narrowest).toBeGreaterThan(1000);
});
