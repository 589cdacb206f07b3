import { pick } from '../fairness/pick.ts';
import type { Rarity } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { isEpicOrBetter } from './rarity.ts';

/** Parts of 1,000,000 of the rarity's float: `from` to `before`, exclusive. */
export interface NearMissSpan {
  rarity: Rarity;
  from: number;
  before: number;
}

/** Where a draw is next to a better rarity. Epics and Legendaries are shown as what they are. */
export function nearMissSpans({ rates, nearMissPerMillion }: GachaBanner): NearMissSpan[] {
  const spans: NearMissSpan[] = [];
  let end = 0;
  for (const { rarity, perMillion } of rates) {
    end += perMillion;
    const width = Math.min(perMillion, nearMissPerMillion);
    if (!isEpicOrBetter(rarity) && width > 0) spans.push({ rarity, from: end - width, before: end });
  }
  return spans;
}

export function isNearMiss(banner: GachaBanner, rarityFloat: number): boolean {
  const at = pick(rarityFloat, 1_000_000);
  return nearMissSpans(banner).some(({ from, before }) => from <= at && at < before);
}
