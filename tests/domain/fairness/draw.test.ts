import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawFloats, floats } from '../../../domain/fairness/draw.ts';
import published from '../../fixtures/fairness/seed-pairs.json' with { type: 'json' };

test.each(published.firstFloats)('[FA9] $clientSeed:$nonce is dice $dice and limbo $limbo', (vector) => {
  const [first] = drawFloats(vector, 1);
  expect(Math.floor(first! * 10_001) / 100).toBe(vector.dice);
  expect(Math.floor((0.99 / first!) * 100) / 100).toBe(vector.limbo);
});

test('[FA9] consecutive floats are the hands of rock-paper-scissors', () => {
  const { expected, ...pair } = published.hands;
  const hands = drawFloats(pair, expected.length).map(
    (float) => ['rock', 'paper', 'scissors'][Math.floor(float * 3)],
  );
  expect(hands).toEqual(expected);
});

test('[FA9] all floats lie in [0, 1), and a longer draw begins with the shorter one', () => {
  const pair = fc.record({ serverSeed: fc.string(), clientSeed: fc.string(), nonce: fc.nat() });
  fc.assert(
    fc.property(pair, fc.integer({ min: 1, max: 40 }), (seeds, count) => {
      const drawn = drawFloats(seeds, count);
      expect(drawn).toHaveLength(count);
      expect(drawn.every((float) => float >= 0 && float < 1)).toBe(true);
      expect(drawFloats(seeds, count + 9).slice(0, count)).toEqual(drawn);
      expect(floats(seeds).next().value).toBe(drawn[0]);
    }),
  );
});
