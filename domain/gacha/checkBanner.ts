import { MOST_CHOICES } from '../fairness/pick.ts';
import { RANK_NAMES } from '../identity/ranks.ts';
import { RARITIES } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { isTimeZone } from './day.ts';

const ID = /^[a-z][a-z0-9_-]{0,31}$/;
/** Of a rarity's items together, so that draws stay exact: a weight counts a hundredfold. */
const MOST_WEIGHT = Math.floor(MOST_CHOICES / 100);

/** What is wrong with a banner's data, naming the field; null: it can be played. Whoever wrote it may err anywhere. */
export function checkBanner(banner: GachaBanner): string | null {
  for (const problem of problems(banner)) return problem;
  return null;
}

function* problems(banner: GachaBanner): Generator<string, void, void> {
  if (!isId(banner.banner)) yield 'banner: must be a-z, 0-9, _ and -, such as "starlight"';
  if (!isNamed(banner)) yield 'name: must have en and ko';
  for (const count of [1, 10] as const) {
    const cost = banner.costCoins?.[count];
    if (!isWhole(cost, 100) || cost % 100 !== 0) yield `costCoins.${count}: must be a multiple of 100 coins`;
  }
  if (banner.costCoins[1] === banner.costCoins[10]) yield 'costCoins: ten pulls must not cost what one does';
  for (const rank of RANK_NAMES) {
    if (!isWhole(banner.dailyPulls?.[rank], 0)) yield `dailyPulls.${rank}: must be a whole number`;
  }
  if (typeof banner.timeZone !== 'string' || !isTimeZone(banner.timeZone)) {
    yield `timeZone: ${banner.timeZone} is not in the time zone database`;
  }
  if (!isWhole(banner.pityAt, 2)) yield 'pityAt: must be a whole number from 2';
  if (!isWhole(banner.recent?.window, 0, 100)) yield 'recent.window: must be a whole number up to 100';
  if (!isWhole(banner.recent.percent, 1, 100)) yield 'recent.percent: must be a whole number from 1 to 100';
  yield* rateProblems(banner);
  yield* itemProblems(banner);
}

function* rateProblems({ rates, nearMissPerMillion }: GachaBanner): Generator<string, void, void> {
  const rarities = Array.isArray(rates) ? rates.map((rate) => rate?.rarity) : [];
  if (rarities.join() !== RARITIES.join()) yield `rates: must be ${RARITIES.join(', ')}, in this order`;
  for (const { rarity, perMillion } of rates) {
    if (!isWhole(perMillion, 1)) yield `rates: ${rarity} must have at least 1 of a million`;
  }
  const total = rates.reduce((sum, { perMillion }) => sum + perMillion, 0);
  if (total !== 1_000_000) yield `rates: must add up to 1000000, not ${total}`;
  if (!isWhole(nearMissPerMillion, 0, rates[0]!.perMillion)) {
    yield 'nearMissPerMillion: must be a whole number, at most the rate of Commons';
  }
}

function* itemProblems({ items }: GachaBanner): Generator<string, void, void> {
  if (!Array.isArray(items)) {
    yield 'items: must be a list';
    return;
  }
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (!isId(item?.item)) yield `items[${index}].item: must be a-z, 0-9, _ and -`;
    if (seen.has(item.item)) yield `items[${index}].item: there is another ${item.item}`;
    seen.add(item.item);
    if (!RARITIES.includes(item.rarity))
      yield `items[${index}].rarity: must be one of ${RARITIES.join(', ')}`;
    if (!isNamed(item)) yield `items[${index}].name: must have en and ko`;
    if (typeof item.art !== 'string' || item.art === '') yield `items[${index}].art: must name a drawing`;
    if (!isWhole(item.weight, 1)) yield `items[${index}].weight: must be a whole number from 1`;
    if (item.stock !== undefined && !isWhole(item.stock, 1, 1_000_000_000)) {
      yield `items[${index}].stock: must be a whole number from 1, or left out`;
    }
  }
  for (const rarity of RARITIES) {
    const weights = items.filter((item) => item.rarity === rarity).map(({ weight }) => weight);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.length === 0) yield `items: there is none of rarity ${rarity}`;
    if (total > MOST_WEIGHT) yield `items: the weights of ${rarity} add up to ${total}, over ${MOST_WEIGHT}`;
  }
  if (!items.some(({ rarity, stock }) => rarity === 'common' && stock === undefined)) {
    yield 'items: at least one Common must have no stock, since it stands in for what is sold out';
  }
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && ID.test(value);
}

function isNamed({ name }: { name?: Partial<GachaBanner['name']> }): boolean {
  return [name?.en, name?.ko].every((text) => typeof text === 'string' && text.trim() !== '');
}

function isWhole(value: unknown, least: number, most = 1_000_000_000): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}
