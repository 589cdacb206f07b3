import { expect, test } from 'vitest';
import { describeBanner, pityDistribution } from '../../../domain/gacha/disclosure.ts';
import { drawPulls } from '../../../domain/gacha/drawPulls.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import { BANNER, startOf } from './script.ts';

/** Shares of the pity counter after so many pulls that where it began no longer shows, one pull after another. */
function walkedPity(pityAt: number, epicOrBetter: number): number[] {
  let shares = Array.from<unknown, number>({ length: pityAt }, (_, pity) => (pity === 0 ? 1 : 0));
  for (let pulls = 0; pulls < 20_000; pulls += 1) {
    const next = Array<number>(pityAt).fill(0);
    shares.forEach((share, pity) => {
      const up = pity === pityAt - 1 ? 0 : share * (1 - epicOrBetter);
      next[0]! += share - up;
      if (up > 0) next[pity + 1]! += up;
    });
    shares = next;
  }
  return shares;
}

test.each([
  ['starlight', starlight, 0.02],
  ['test', BANNER, 0.1],
] as const)(
  '[GA18] consolidated rates of %s follow from the pity counter in the long run',
  (_, banner, rate) => {
    const walked = walkedPity(banner.pityAt, rate);
    pityDistribution(banner).forEach((share, pity) => {
      expect(share).toBeCloseTo(walked[pity]!, 12);
    });
    const guaranteed = walked.at(-1)!;
    const { rarities, guarantee } = describeBanner(banner);
    for (const [index, { baseRate, consolidatedRate }] of rarities.entries()) {
      const perMillion = banner.rates[index]!.perMillion;
      expect(baseRate).toBe(perMillion / 1_000_000);
      const whenGuaranteed = index < 2 ? 0 : baseRate / rate;
      expect(consolidatedRate).toBeCloseTo(baseRate * (1 - guaranteed) + whenGuaranteed * guaranteed, 12);
    }
    expect(rarities.reduce((sum, { consolidatedRate }) => sum + consolidatedRate, 0)).toBeCloseTo(1, 12);
    expect(guarantee.guaranteedRate).toBeCloseTo(guaranteed, 12);
  },
);

test('[GA18] the mean number of pulls to an Epic or better is summed up pull by pull', () => {
  // Sum over n of n * P(the n-th is the first), the 90th being certain.
  let expected = 0;
  for (let pulls = 1; pulls < 90; pulls += 1) expected += pulls * 0.98 ** (pulls - 1) * 0.02;
  expected += 90 * 0.98 ** 89;
  const { guarantee, rarities } = describeBanner(starlight);
  expect(guarantee.meanPulls).toBeCloseTo(expected, 9);
  expect(rarities[2]!.consolidatedRate + rarities[3]!.consolidatedRate).toBeCloseTo(1 / expected, 12);
});

test('[GA18] shares of items add up to 1 in each rarity, their rates to its base rate', () => {
  for (const { baseRate, items } of describeBanner(starlight).rarities) {
    expect(items.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(items.reduce((sum, { rate }) => sum + rate, 0)).toBeCloseTo(baseRate, 12);
  }
  expect(describeBanner(starlight).rarities.flatMap(({ items }) => items)).toHaveLength(
    starlight.items.length,
  );
});

test('[GA18] [GA9] the published spans are those that are shown as near misses', () => {
  for (const banner of [BANNER, starlight, { ...BANNER, nearMissPerMillion: 300_000 }]) {
    const { nearMiss } = describeBanner(banner);
    for (let millionth = 0; millionth < 1_000_000; millionth += 997) {
      const float = (millionth + 0.5) / 1_000_000;
      const [item] = drawPulls(banner, () => float, 1, startOf(banner, {})).outcome.items;
      const published = nearMiss.some(({ from, before }) => from <= millionth && millionth < before);
      expect([millionth, item!.animation === 'near_miss']).toEqual([millionth, published]);
    }
  }
});

test('[GA18] it is said in both languages what makes pulls influence each other', () => {
  const { influences } = describeBanner({ ...starlight, pityAt: 77, recent: { window: 6, percent: 40 } });
  expect(influences.map(({ by }) => by)).toEqual(['pity', 'recent', 'stock']);
  for (const language of ['en', 'ko'] as const) {
    const [pity, recent] = influences.map(({ text }) => text[language]);
    expect(pity).toContain('77');
    expect(recent).toMatch(/6.*40 %/s);
  }
});
