import type { GachaBanner } from '../../domain/gacha/banner.ts';
import { describeBanner } from '../../domain/gacha/disclosure.ts';
import { drawPulls, limitedItems } from '../../domain/gacha/drawPulls.ts';
import { type Subject, streamOf } from './subject.ts';

/** A banner's single pulls, everything in stock: the consolidated rates, which the guarantee makes depend on each other. */
export function gachaSubject(banner: GachaBanner): Subject {
  const { rarities, guarantee, nearMiss } = describeBanner(banner);
  const nearMissPerMillion = nearMiss.reduce((sum, { from, before }) => sum + before - from, 0);
  const placeOf = new Map<string, number>(rarities.map(({ rarity }, place) => [rarity, place]));
  const [guaranteedAt, nearMissAt] = [rarities.length, rarities.length + 1];
  const left = new Map(limitedItems(banner).map((item) => [item, 1]));
  return {
    name: `gacha ${banner.banner}`,
    figures: [
      ...rarities.map(({ rarity, consolidatedRate: exact }) => ({ figure: `rate of ${rarity}`, exact })),
      { figure: 'guaranteed', exact: guarantee.guaranteedRate },
      {
        figure: 'shown as near miss',
        exact: (nearMissPerMillion / 1_000_000) * (1 - guarantee.guaranteedRate),
      },
    ],
    start(seed) {
      const next = streamOf(seed);
      let pity = 0;
      let recent: string[] = [];
      return (games) => {
        const sums = Array.from({ length: rarities.length + 2 }, () => 0);
        for (let game = 0; game < games; game += 1) {
          const drawn = drawPulls(banner, next, 1, { pity, recent, left });
          [pity, recent] = [drawn.outcome.pity, drawn.recent];
          const { rarity, animation } = drawn.outcome.items[0]!;
          sums[placeOf.get(rarity)!]! += 1;
          if (animation === 'pity') sums[guaranteedAt]! += 1;
          if (animation === 'near_miss') sums[nearMissAt]! += 1;
        }
        return sums;
      };
    },
  };
}
