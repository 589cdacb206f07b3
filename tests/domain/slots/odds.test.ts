import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chancesOf, evenChances, pick, pickWeighted } from '../../../domain/fairness/pick.ts';
import {
  add,
  compare,
  multiply,
  ONE,
  rational,
  subtract,
  sum,
  toDecimal,
  toNumber,
} from '../../../domain/rational.ts';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import { describeOdds, exactReturn } from '../../../domain/slots/expectedReturn.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { stripMoments } from '../../../domain/slots/stripMoments.ts';
import { variedHundredths } from '../../../domain/slots/weighted.ts';
import { streakChances, weightedFigures } from '../../../domain/slots/weightedReturn.ts';
import { HARBOUR, ORCHARD } from './thirdMachine.ts';
import { wholeStripGames, wholeWeightedGames } from './wholeGames.ts';

/** A float of the draw is taken for one of real numbers in `wholeGames`: this far apart at most. */
const PLACES = 8;

describe('[SL18] the exact chance of a place', () => {
  test('counts every float that is drawn to it', () => {
    const thirds = evenChances(3).map(({ numerator, denominator }) => (numerator * 2n ** 32n) / denominator);
    expect(thirds).toEqual([1431655766n, 1431655765n, 1431655765n]);
  });

  test('ends where the draw goes on to the next place', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(weights, (list) => {
        const places = list.map((weight) => ({ weight }));
        const chances = chancesOf(places);
        expect(sum(chances)).toEqual(ONE);
        let before = 0n;
        chances.forEach(({ numerator, denominator }, place) => {
          const floats = (numerator * 2n ** 32n) / denominator;
          expect(pickWeighted(Number(before) / 2 ** 32, places)).toBe(place);
          before += floats;
          expect(pickWeighted(Number(before - 1n) / 2 ** 32, places)).toBe(place);
        });
      }),
    );
  });

  test('weighted reels and strips of our machines are drawn evenly', () => {
    const evenly = (counts: number[]) => counts.every((count) => Number.isInteger(2 ** 32 / count));
    const weights = neon3.reels.map((reel) => reel.reduce((total, { weight }) => total + weight, 0));
    expect(evenly([...weights, ...cascade5.strips.map(({ length }) => length)])).toBe(true);
    expect(pick(1 - 2 ** -32, 32)).toBe(31);
  });
});

describe('[SL18] fractions', () => {
  const fraction = fc
    .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
    .map(([above, below]) => rational(above, below));

  test('keep the laws of arithmetic, in lowest terms', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(Math.sign(compare(a, b))).toBe(Math.sign(Number(subtract(a, b).numerator)));
      }),
    );
  });

  test('become the nearest number and decimal', () => {
    expect([rational(1, 3), rational(-7, 2), rational(0)].map(toNumber)).toEqual([1 / 3, -3.5, 0]);
    expect(toNumber(rational(3n * 7n ** 900n, 4n * 7n ** 900n + 1n))).toBe(0.75);
    expect([rational(2, 3), rational(1, 2), rational(19, 20)].map((value) => toDecimal(value, 3))).toEqual([
      '0.667',
      '0.500',
      '0.950',
    ]);
  });
});

test('[SL19] the return is that of the streak’s stationary distribution', () => {
  const { hitRate, returnByStreak, returnToPlayer } = weightedFigures(neon3);
  const levels = streakChances(neon3, hitRate);
  expect(levels.map(({ bonus }) => bonus)).toEqual([0, 5, 10, 15, 20]);
  // A game moves each level's share to the next level (the last one stays) or to the first: nothing changes by it.
  const moved = levels.map(({ chance }, level) => {
    if (level === 0) return subtract(ONE, hitRate);
    const from =
      level === levels.length - 1 ? add(levels[level - 1]!.chance, chance) : levels[level - 1]!.chance;
    return multiply(from, hitRate);
  });
  expect(moved).toEqual(levels.map(({ chance }) => chance));
  expect(sum(levels.map(({ chance }, level) => multiply(chance, returnByStreak[level]!)))).toEqual(
    returnToPlayer,
  );
});

test('[SL19] the return after each number of wins in a row, row by row', () => {
  const variations = Array.from({ length: 11 }, (_, place) => place - 5);
  const reels = neon3.reels.map((reel) =>
    reel.map(({ symbol, weight }) => ({ symbol, chance: weight / 64 })),
  );
  const returns = [0, 5, 10, 15, 20].map((bonus) => {
    let total = 0;
    for (const a of reels[0]!) {
      for (const b of reels[1]!) {
        for (const c of reels[2]!) {
          const symbols = [a.symbol, b.symbol, c.symbol];
          const twin = symbols.find((symbol, reel) => symbols.indexOf(symbol) !== reel);
          const pays = new Set(symbols).size === 1 ? neon3.triples : neon3.pairs;
          const pay = pays.find(({ symbol }) => symbol === twin)?.payHundredths ?? 0;
          for (const variation of variations) {
            total += (a.chance * b.chance * c.chance * variedHundredths(pay, bonus, variation)) / 1100;
          }
        }
      }
    }
    return total;
  });
  const { returnByStreak } = describeOdds(neon3);
  returns.forEach((value, level) => {
    expect(returnByStreak![level]).toBeCloseTo(value, PLACES);
  });
});

test('[SL20] [SL21] a machine with every trait: the chance of every whole game gives the same figures', () => {
  const plain = wholeStripGames(HARBOUR);
  const odds = describeOdds(HARBOUR);
  expect(odds.returnToPlayer).toBeCloseTo(plain.returnToPlayer, PLACES);
  expect(odds.hitRate).toBeCloseTo(plain.hitRate, PLACES);
  expect(odds.variance).toBeCloseTo(plain.variance, PLACES);
  expect(Object.keys(odds.results).toSorted()).toEqual(Object.keys(plain.results).toSorted());
  for (const [result, chance] of Object.entries(plain.results)) {
    expect(odds.results[result]).toBeCloseTo(chance, PLACES);
  }
});

test('[SL21] a weighted machine: the chance of every row gives the same figures', () => {
  const plain = wholeWeightedGames(ORCHARD);
  const odds = describeOdds(ORCHARD);
  expect(odds.returnToPlayer).toBeCloseTo(plain.returnToPlayer, PLACES);
  expect(odds.variance).toBeCloseTo(plain.variance, PLACES - 2);
  expect(odds.hitRate).toBeCloseTo(plain.hitRate, PLACES);
  expect(odds.results.pair).toBeCloseTo(plain.results.pair!, PLACES);
  expect(odds.returnByStreak).toEqual([odds.returnToPlayer]);
});

test.each([cascade5, HARBOUR])(
  '[SL20] the return of $machine line by line is that of all its windows to 1e-12',
  (machine) => {
    const difference = toNumber(exactReturn(machine)) - stripMoments(machine).returnToPlayer;
    expect(Math.abs(difference)).toBeLessThan(1e-12);
  },
);

test.each([neon3, cascade5])('[SL22] $machine returns 95 to 97 %, exactly as published', (machine) => {
  const exact = exactReturn(machine);
  expect(compare(exact, rational(95, 100))).toBeGreaterThanOrEqual(0);
  expect(compare(exact, rational(97, 100))).toBeLessThanOrEqual(0);
  const odds = describeOdds(machine);
  expect(odds.returnToPlayer).toBe(toNumber(exact));
  expect(odds.returnToPlayerExact).toBe(toDecimal(exact, 12));
  expect(Object.values(odds.results).reduce((total, chance) => total + chance, 0)).toBeCloseTo(1, 12);
});
