import { pickWeighted } from '../fairness/pick.ts';
import type { GachaAnimation, PulledItem, Rarity } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { isNearMiss } from './nearMiss.ts';
import { isEpicOrBetter, isGuaranteed } from './rarity.ts';

type Item = GachaBanner['items'][number];

/** What a pull depends on beside its floats. */
export interface PullInputs {
  /** Pulls since the last Epic or better. */
  pity: number;
  /** The items of the last `recent.window` pulls, newest last. */
  recent: readonly string[];
  /** How many are left of each limited item, every one of them. */
  left: ReadonlyMap<string, number>;
}

const MESSAGE_KEYS: Record<GachaAnimation, string> = {
  normal: 'gacha.message.normal',
  epic: 'gacha.message.epic',
  legendary: 'gacha.message.legendary',
  near_miss: 'gacha.message.nearMiss',
  pity: 'gacha.message.pity',
};

/**
 * One pull, by `domain/gacha/SPEC.md`. It takes three floats whatever happens: for the rarity, for the item, and
 * for the Common that stands in if the item is sold out.
 */
export function pullOne(banner: GachaBanner, nextFloat: () => number, inputs: PullInputs): PulledItem {
  const [rarityFloat, itemFloat, standInFloat] = [nextFloat(), nextFloat(), nextFloat()];
  const isLeft = ({ item, stock }: Item) => stock === undefined || inputs.left.get(item)! > 0;
  const weightOf = ({ item, weight }: Item) =>
    weight * (inputs.recent.includes(item) ? banner.recent.percent : 100);

  const guaranteed = isGuaranteed(banner, inputs.pity);
  const offered = guaranteed ? guaranteedItems(banner, isLeft) : banner.items;
  const rates = guaranteed
    ? banner.rates.filter(({ rarity }) => offered.some((item) => item.rarity === rarity))
    : banner.rates;
  const { rarity } = draw(rates, ({ perMillion }) => perMillion, rarityFloat);
  const candidates = offered.filter((candidate) => candidate.rarity === rarity);
  const drawn = draw(candidates, weightOf, itemFloat);
  const { item } = drawn;

  if (!isLeft(drawn)) {
    const commons = banner.items.filter((other) => other.rarity === 'common' && isLeft(other));
    return {
      rarity: 'common',
      item: draw(commons, weightOf, standInFloat).item,
      animation: 'normal',
      messageKey: 'gacha.message.soldOut',
      soldOut: { rarity, item },
    };
  }
  const animation = animationOf(rarity, guaranteed, isNearMiss(banner, rarityFloat));
  return { rarity, item, animation, messageKey: MESSAGE_KEYS[animation] };
}

/** Epics and better in stock; when none is, all of them: what is drawn then is sold out. */
function guaranteedItems(banner: GachaBanner, isLeft: (item: Item) => boolean): Item[] {
  const epicOrBetter = banner.items.filter(({ rarity }) => isEpicOrBetter(rarity));
  const inStock = epicOrBetter.filter(isLeft);
  return inStock.length > 0 ? inStock : epicOrBetter;
}

function animationOf(rarity: Rarity, guaranteed: boolean, nearNext: boolean): GachaAnimation {
  if (guaranteed) return 'pity';
  if (rarity === 'legendary' || rarity === 'epic') return rarity;
  return nearNext ? 'near_miss' : 'normal';
}

/** One of the options by weight (SPEC: `floor(float * total)`, in their order). */
function draw<Option>(
  options: readonly Option[],
  weightOf: (option: Option) => number,
  float: number,
): Option {
  const weighted = options.map((option) => ({ weight: weightOf(option) }));
  return options[pickWeighted(float, weighted)]!;
}
