import { assert } from '../assert.ts';
import type { Played } from '../games/played.ts';
import type { StockUse } from '../ledger/port.ts';
import type { GachaOutcome, PulledItem } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { type PullInputs, pullOne } from './onePull.ts';
import { isEpicOrBetter, isGuaranteed } from './rarity.ts';

/** Pulls as they were drawn: what the player gets, and what it leaves behind. */
export type DrawnPulls = Played<GachaOutcome> & {
  /** The items of the last pulls, newest last. */
  recent: string[];
  /** One for each limited item of the banner. */
  stock: StockUse[];
};

/**
 * One pull or ten, one after the other: each sees the pity, the recent items and the stock that the one before
 * it left. Costs `costCoins[count]`, and pays nothing back.
 */
export function drawPulls(
  banner: GachaBanner,
  nextFloat: () => number,
  count: 1 | 10,
  before: PullInputs,
): DrawnPulls {
  const limited = limitedItems(banner);
  for (const item of limited) assert(before.left.has(item), `the stock of ${item} is not known`);
  const left = new Map(before.left);
  const tally: Record<string, number> = {};
  const items: PulledItem[] = [];
  let { pity, recent } = before;
  while (items.length < count) {
    const pulled = pullOne(banner, nextFloat, { pity, recent, left });
    items.push(pulled);
    tally[pulled.rarity] = (tally[pulled.rarity] ?? 0) + 1;
    if (left.has(pulled.item)) left.set(pulled.item, left.get(pulled.item)! - 1);
    recent = newest([...recent, pulled.item], banner.recent.window);
    pity = pityAfter(banner, pity, pulled);
  }
  const stock = limited.map((item) =>
    stockUse(banner.banner, item, count, before.left.get(item)!, left.get(item)!),
  );
  return {
    betCoins: banner.costCoins[count],
    payoutCoins: 0,
    inputs: {
      count,
      pity: before.pity,
      recent: [...before.recent],
      stock: Object.fromEntries(
        stock.filter(({ seen, cap }) => seen < cap).map(({ item, seen }) => [item, seen]),
      ),
    },
    outcome: { items, pity },
    tally,
    recent: [...recent],
    stock,
  };
}

/** The ids of the items that can run out. */
export function limitedItems(banner: GachaBanner): string[] {
  return banner.items.filter(({ stock }) => stock !== undefined).map(({ item }) => item);
}

/** A guaranteed pull that the stock turned into a Common leaves the guarantee to the next one. */
function pityAfter(banner: GachaBanner, pity: number, { rarity }: PulledItem): number {
  if (isEpicOrBetter(rarity)) return 0;
  return isGuaranteed(banner, pity) ? pity : pity + 1;
}

/** How many of these pulls, drawn one after the other, a guarantee decided: each drew an Epic or better. */
export function forcedPulls(banner: GachaBanner, pityBefore: number, items: readonly PulledItem[]): number {
  let pity = pityBefore;
  let forced = 0;
  for (const item of items) {
    if (isGuaranteed(banner, pity)) forced += 1;
    pity = pityAfter(banner, pity, item);
  }
  return forced;
}

/** More than `count` can't be taken, so how many more there are does not matter, and may change. */
function stockUse(banner: string, item: string, count: number, before: number, after: number): StockUse {
  return { banner, item, seen: Math.min(before, count), cap: count, taken: before - after };
}

/** The last `window` of a list that has its newest last. */
export function newest(items: readonly string[], window: number): string[] {
  return items.slice(Math.max(0, items.length - window));
}
