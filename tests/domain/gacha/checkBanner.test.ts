import { expect, test } from 'vitest';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import { checkBanner } from '../../../domain/gacha/checkBanner.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import { RARITIES } from '../../../domain/protocol/gacha.ts';

test('[GA19] the banner that comes with the server can be played', () => {
  expect(checkBanner(starlight)).toBeNull();
});

const [pebble, ...others] = starlight.items;
const WRONG: [says: string, change: object][] = [
  ['banner:', { banner: 'Star light' }],
  ['banner:', { banner: undefined }],
  ['name:', { name: { en: 'Starlight' } }],
  ['name:', { name: undefined }],
  ['costCoins.1:', { costCoins: { 1: 5_050, 10: 50_000 } }],
  ['costCoins.10:', { costCoins: { 1: 5_000 } }],
  ['costCoins.1:', { costCoins: undefined }],
  ['costCoins:', { costCoins: { 1: 5_000, 10: 5_000 } }],
  ['dailyPulls.VIP:', { dailyPulls: { STANDARD: 3, PREMIUM: 3, VIP: 'all' } }],
  ['dailyPulls.STANDARD:', { dailyPulls: undefined }],
  ['timeZone: Asia/Atlantis', { timeZone: 'Asia/Atlantis' }],
  ['timeZone:', { timeZone: undefined }],
  ['pityAt:', { pityAt: 1 }],
  ['pityAt:', { pityAt: Number.NaN }],
  ['recent.window:', { recent: { window: -1, percent: 50 } }],
  ['recent.window:', { recent: undefined }],
  ['recent.percent:', { recent: { window: 5, percent: 0 } }],
  ['recent.percent:', { recent: { window: 5, percent: 101 } }],
  ['rates: must be common, rare, epic, legendary', { rates: starlight.rates.toReversed() }],
  ['rates: must be common, rare, epic, legendary', { rates: starlight.rates.slice(1) }],
  ['rates: must be common, rare, epic, legendary', { rates: {} }],
  ['rates: must add up to 1000000, not 999999', { rates: rates(779_999, 200_000, 15_000, 5_000) }],
  ['rates: legendary', { rates: rates(785_000, 200_000, 15_000, 0) }],
  ['rates: common', { rates: rates(779_999.5, 200_000.5, 15_000, 5_000) }],
  ['nearMissPerMillion:', { nearMissPerMillion: 780_001 }],
  ['nearMissPerMillion:', { nearMissPerMillion: 0.5 }],
  ['items: must be a list', { items: 'many' }],
  ['items[0].item:', { items: [null, ...others] }],
  ['items[0].item:', { items: [{ ...pebble, item: '__proto__' }, ...others] }],
  ['items[18].item: there is another pebble', { items: [...starlight.items, pebble] }],
  ['items[0].rarity:', { items: [{ ...pebble, rarity: 'mythic' }, ...others] }],
  ['items[0].name:', { items: [{ ...pebble, name: { en: ' ', ko: 'x' } }, ...others] }],
  ['items[0].art:', { items: [{ ...pebble, art: '' }, ...others] }],
  ['items[0].weight:', { items: [{ ...pebble, weight: 0 }, ...others] }],
  ['items[0].weight:', { items: [{ ...pebble, weight: 1.5 }, ...others] }],
  ['items[0].stock:', { items: [{ ...pebble, stock: 0 }, ...others] }],
  ['items[0].stock:', { items: [{ ...pebble, stock: 2 ** 31 }, ...others] }],
  [
    'items: there is none of rarity rare',
    { items: starlight.items.filter(({ rarity }) => rarity !== 'rare') },
  ],
  ['items: the weights of common', { items: [{ ...pebble, weight: 20_900 }, ...others] }],
  ['items: at least one Common', { items: starlight.items.map((item) => ({ ...item, stock: 5 })) }],
];

test.each(WRONG)('[GA19] a banner is refused with "%s..." (%#)', (says, change) => {
  const problem = checkBanner({ ...starlight, ...change } as GachaBanner);
  expect(problem?.slice(0, says.length)).toBe(says);
});

function rates(...perMillion: number[]): GachaBanner['rates'] {
  return RARITIES.map((rarity, index) => ({ rarity, perMillion: perMillion[index]! }));
}
