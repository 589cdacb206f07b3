import type { Rarity } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';

/** What the guarantee is about. */
export function isEpicOrBetter(rarity: Rarity): boolean {
  return rarity === 'epic' || rarity === 'legendary';
}

/** True for the pull that is Epic or better at the latest. */
export function isGuaranteed(banner: GachaBanner, pity: number): boolean {
  return pity >= banner.pityAt - 1;
}
