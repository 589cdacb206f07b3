import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pick, pickWeighted } from '../../../domain/fairness/pick.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';
import { fed, playRows, showing } from './script.ts';

const LAST_FLOAT = 1 - 2 ** -32;

test('[SL5] a reel shows the first symbol whose weights exceed the drawn place', () => {
  const reel = [{ weight: 2 }, { weight: 1 }, { weight: 5 }];
  const places = Array.from({ length: 8 }, (_, place) => pickWeighted(place / 8, reel));
  expect(places).toEqual([0, 0, 1, 2, 2, 2, 2, 2]);
  expect(pickWeighted(2 / 8 - 2 ** -32, reel)).toBe(0);
  expect(pickWeighted(LAST_FLOAT, reel)).toBe(2);
});

test('[SL5] the first three floats are the reels, from the left', () => {
  const symbols = ['lemon', 'seven', 'bell'];
  const stream = fed(symbols.map((symbol, reel) => showing(neon3.reels[reel]!, symbol)));
  const { outcome } = spinFrom(neon3, stream.next, 100, 0);
  const stops = outcome.turns[0]!.stops;
  expect(stops.map((stop, reel) => neon3.reels[reel]![stop]!.symbol)).toEqual(symbols);
});

test('[SL6] triples, pairs wherever they are, the jackpot, and what pays nothing', () => {
  playRows(
    neon3,
    `
    seven   seven   seven   | streak 0, 0 | jackpot 15000, streak 1
    diamond diamond diamond | streak 0, 0 | triple 6000, streak 1
    lemon   lemon   lemon   | streak 0, 0 | triple 500, streak 1
    seven   seven   lemon   | streak 0, 0 | pair 500, streak 1
    seven   lemon   seven   | streak 0, 0 | pair 500, streak 1
    lemon   seven   seven   | streak 0, 0 | pair 500, streak 1
    cherry  bar     cherry  | streak 0, 0 | pair 100, streak 1
    lemon   lemon   cherry  | streak 0, - | none 0, streak 0
    seven   bar     bell    | streak 0, - | none 0, streak 0
  `,
  );
});

test('[SL7] [SL8] the variation and the bonus, rounded down once', () => {
  playRows(
    neon3,
    `
    cherry cherry bar    | streak 0, -5 | pair 95, streak 1
    cherry cherry bar    | streak 0, +5 | pair 105, streak 1
    cherry cherry bar    | streak 1, -1 | pair 103, streak 2
    cherry cherry bar    | streak 3, +3 | pair 118, streak 4
    bell   bell   bar    | streak 1, +3 | pair 216, streak 2
    seven  seven  seven  | streak 4, +5 | jackpot 18900, streak 5
    lemon  lemon  lemon  | streak 2, -3 | triple 533, streak 3
  `,
  );
});

test('[SL7] the variation is floor(f * 11) - 5, and is not drawn for a row that does not pay', () => {
  const pair = ['bar', 'bar', 'lemon'].map((symbol, reel) => showing(neon3.reels[reel]!, symbol));
  const variation = (float: number) =>
    spinFrom(neon3, fed([...pair, float]).next, 100, 0).outcome.variationHundredths;
  expect([0, 1 / 11 - 2 ** -32, 0.5, LAST_FLOAT].map(variation)).toEqual([-5, -5, 0, 5]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (float) => {
      expect(variation(float / 2 ** 32)).toBe(pick(float / 2 ** 32, 11) - 5);
    }),
  );
});

test('[SL9] five more for each win in a row, at most twenty; a loss ends it', () => {
  playRows(
    neon3,
    `
    bar bar  lemon | streak 0, 0 | pair 100, streak 1
    bar bar  lemon | streak 1, 0 | pair 105, streak 2
    bar bar  lemon | streak 2, 0 | pair 110, streak 3
    bar bar  lemon | streak 3, 0 | pair 115, streak 4
    bar bar  lemon | streak 4, 0 | pair 120, streak 5
    bar bar  lemon | streak 5, 0 | pair 120, streak 6
    bar bar  lemon | streak 900, 0 | pair 120, streak 901
    bar bell lemon | streak 6, - | none 0, streak 0
  `,
  );
});

test('[SL9] whatever is played, the bonus follows the wins before it and stays within its most', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 40 }), (drawn) => {
      let at = 0;
      const next = () => drawn[at++ % drawn.length]! / 2 ** 32;
      let winsInARow = 0;
      while (at < drawn.length) {
        const { payoutCoins, outcome, inputs } = spinFrom(neon3, next, 200, winsInARow);
        expect(inputs).toEqual({ streak: winsInARow });
        expect(outcome.streakBonusHundredths).toBe(payoutCoins > 0 ? Math.min(20, 5 * winsInARow) : 0);
        winsInARow = payoutCoins > 0 ? winsInARow + 1 : 0;
        expect(outcome.streak).toBe(winsInARow);
      }
    }),
  );
});
