import type { Names } from '../games/names.ts';
import type { Rarity } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { type NearMissSpan, nearMissSpans } from './nearMiss.ts';
import { isEpicOrBetter } from './rarity.ts';

const MILLION = 1_000_000;

/**
 * A banner's odds as they are published: rates of 1, while every item is in stock. A float has 32 bits, so a
 * drawn rate is within 2^-32 of its base rate.
 */
export interface BannerDisclosure {
  rarities: {
    rarity: Rarity;
    /** Of a pull that the guarantee does not touch. */
    baseRate: number;
    /** Of all pulls in the long run, guaranteed ones included. */
    consolidatedRate: number;
    /** `share`: within the rarity, while the item is not among the recent ones. `rate`: share of the base rate. */
    items: { item: string; share: number; rate: number; stock: number | null }[];
  }[];
  guarantee: {
    pityAt: number;
    /** How many pulls an Epic or better takes on average. */
    meanPulls: number;
    /** Which part of all pulls is Epic or better by guarantee. */
    guaranteedRate: number;
  };
  /** In which spans of `floor(first float * 1000000)` a pull is shown as a near miss. */
  nearMiss: NearMissSpan[];
  /** Why pulls are not independent of each other. */
  influences: { by: 'pity' | 'recent' | 'stock'; text: Names }[];
}

export function describeBanner(banner: GachaBanner): BannerDisclosure {
  const pities = pityDistribution(banner);
  const guaranteedRate = pities.at(-1)!;
  const epicOrBetter = epicOrBetterPerMillion(banner);
  return {
    rarities: banner.rates.map(({ rarity, perMillion }) => ({
      rarity,
      baseRate: perMillion / MILLION,
      consolidatedRate:
        (perMillion / MILLION) * (1 - guaranteedRate) +
        (isEpicOrBetter(rarity) ? (perMillion / epicOrBetter) * guaranteedRate : 0),
      items: itemRates(banner, rarity, perMillion),
    })),
    // Pity 0 is the state right after an Epic or better, so its share of all pulls is theirs.
    guarantee: { pityAt: banner.pityAt, meanPulls: 1 / pities[0]!, guaranteedRate },
    nearMiss: nearMissSpans(banner),
    influences: [
      { by: 'pity', text: pityText(banner) },
      { by: 'recent', text: recentText(banner) },
      { by: 'stock', text: STOCK_TEXT },
    ],
  };
}

/**
 * The stationary distribution of the pity counter, from 0 to `pityAt` - 1, while everything is in stock: with
 * chance q a pull counts up, otherwise (at the last count always) it goes back to 0. So state k is reached from 0
 * with chance q^k, and its share is q^k / (1 + q + ... + q^(pityAt - 1)).
 */
export function pityDistribution(banner: GachaBanner): number[] {
  const countsUp = 1 - epicOrBetterPerMillion(banner) / MILLION;
  const reached = Array.from({ length: banner.pityAt }, (_, pity) => countsUp ** pity);
  const total = reached.reduce((sum, chance) => sum + chance, 0);
  return reached.map((chance) => chance / total);
}

function epicOrBetterPerMillion({ rates }: GachaBanner): number {
  return rates
    .filter(({ rarity }) => isEpicOrBetter(rarity))
    .reduce((sum, { perMillion }) => sum + perMillion, 0);
}

function itemRates(
  banner: GachaBanner,
  rarity: Rarity,
  perMillion: number,
): BannerDisclosure['rarities'][number]['items'] {
  const items = banner.items.filter((item) => item.rarity === rarity);
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  return items.map(({ item, weight, stock }) => ({
    item,
    share: weight / total,
    rate: (weight / total) * (perMillion / MILLION),
    stock: stock ?? null,
  }));
}

function pityText({ pityAt }: GachaBanner): Names {
  return {
    en: `Pulls influence each other: pull ${pityAt} after the last Epic or better is Epic or better at the latest. A ten-pull counts ten.`,
    ko: `뽑기는 서로 영향을 줍니다. 마지막 에픽 이상 이후 늦어도 ${pityAt}번째 뽑기에서 에픽 이상이 나옵니다. 10연속 뽑기는 10번으로 셉니다.`,
  };
}

function recentText({ recent }: GachaBanner): Names {
  return {
    en: `An item pulled within the last ${recent.window} pulls has ${recent.percent} % of its weight within its rarity. The rates of rarities stay the same.`,
    ko: `최근 ${recent.window}번 안에 나온 아이템은 같은 등급 안에서 가중치가 ${recent.percent} %가 됩니다. 등급별 확률은 그대로입니다.`,
  };
}

const STOCK_TEXT: Names = {
  en: 'Limited items are shared by all players. A pull of one that is sold out becomes a Common, so the rates hold while everything is in stock. A guaranteed pull chooses among what is left; if nothing is, it becomes a Common and the guarantee stays.',
  ko: '한정 아이템은 모든 플레이어가 함께 나눕니다. 품절된 아이템이 뽑히면 커먼으로 바뀌므로, 위 확률은 모든 아이템이 남아 있을 때의 값입니다. 확정 뽑기는 남은 아이템 중에서 정해지고, 남은 것이 없으면 커먼이 되며 확정은 유지됩니다.',
};
