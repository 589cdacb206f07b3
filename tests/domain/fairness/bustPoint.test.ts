import { createHmac, hash as nativeHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bustPointHundredths } from '../../../domain/crash/bustPoint.ts';
import { MAX_CASHOUT_HUNDREDTHS } from '../../../domain/crash/curve.ts';
import bustabit from '../../fixtures/fairness/bustabit-v2.json' with { type: 'json' };

const { salt, edgePercent, games } = bustabit;

test.each(games)('[FA4] $hash busts at $multiplier', ({ hash, multiplier }) => {
  expect(bustPointHundredths(hash, salt, edgePercent)).toBe(Math.round(multiplier * 100));
});

test('[FA4] the message is the decoded bytes: the text of the same hash would give another bust', () => {
  const hash = games[0]!.hash;
  const confused = createHmac('sha256', salt).update(hash, 'utf8').digest('hex').slice(0, 13);
  const multiplier = Math.floor(99 / (1 - Number.parseInt(confused, 16) / 2 ** 52)) / 100;
  expect(multiplier).toBe(bustabit.confusedMultiplier);
  expect(bustPointHundredths(hash, salt, 1)).not.toBe(multiplier * 100);
});

test('[FA4] only the one spelling of a hash is accepted', () => {
  expect(() => bustPointHundredths(games[0]!.hash.toUpperCase(), salt, 1)).toThrow();
  expect(() => bustPointHundredths('', salt, 1)).toThrow();
});

/** Upper 0.1 % point of the chi-square distribution with 19 degrees of freedom (NIST handbook, table 1.3.6.7.4). */
const CHI_SQUARE_19_AT_0_001 = 43.82;

test('[FA6] busts of 200,000 chain hashes fall evenly into 20 quantiles of the published distribution', () => {
  const draws = 200_000;
  const bins = 20;
  const edge = 1;
  // P(bust >= m) = (100 - edge) / m, so the share below m is 1 - (100 - edge) / m for m > 100; the mass at 1.00 is its own.
  const bounds = quantileBounds(bins, edge);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let hash = nativeHash('sha256', 'chi-square');
  for (let draw = 0; draw < draws; draw += 1) {
    const bust = bustPointHundredths(hash, salt, edge);
    if (bust < 100 || bust > MAX_CASHOUT_HUNDREDTHS) expect.fail(`${hash} busts at ${bust}`);
    counts[bounds.filter((bound) => bust >= bound).length]! += 1;
    hash = nativeHash('sha256', hash);
  }
  const shareBelow = (bound: number) => (bound <= 100 ? 0 : 1 - (100 - edge) / bound);
  const chiSquare = counts.reduce((sum, count, bin) => {
    const from = bin === 0 ? 0 : shareBelow(bounds[bin - 1]!);
    const to = bin === bounds.length ? 1 : shareBelow(bounds[bin]!);
    const expected = draws * (to - from);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  expect(counts).toHaveLength(bins);
  expect(chiSquare).toBeLessThan(CHI_SQUARE_19_AT_0_001);
});

/** The whole hundredths nearest to the quantiles: bins as even as whole hundredths allow. */
function quantileBounds(bins: number, edge: number): number[] {
  return Array.from({ length: bins - 1 }, (_, index) => Math.round((100 - edge) / (1 - (index + 1) / bins)));
}
