import type { GachaBanner } from '../../domain/gacha/banner.ts';

const LIMITED = 20;
const STOCK = 10;

/** For load tests: cheap pulls without end, and limited items that everybody is after until there are none. */
const rush: GachaBanner = {
  game: 'gacha',
  banner: 'rush',
  name: { en: 'Rush', ko: '러시' },
  costCoins: { 1: 100, 10: 1_000 },
  dailyPulls: { STANDARD: 1_000_000, PREMIUM: 1_000_000, VIP: 1_000_000 },
  timeZone: 'Asia/Seoul',
  rates: [
    { rarity: 'common', perMillion: 300_000 },
    { rarity: 'rare', perMillion: 300_000 },
    { rarity: 'epic', perMillion: 200_000 },
    { rarity: 'legendary', perMillion: 200_000 },
  ],
  pityAt: 90,
  nearMissPerMillion: 10_000,
  recent: { window: 5, percent: 50 },
  items: [
    ...(['common', 'rare', 'epic', 'legendary'] as const).map((rarity) => ({
      ...{ item: `a-${rarity}`, rarity, art: rarity, weight: 1, name: { en: rarity, ko: rarity } },
    })),
    ...Array.from({ length: LIMITED }, (_, at) => ({
      item: `limited-${at}`,
      rarity: at % 2 === 0 ? ('epic' as const) : ('legendary' as const),
      name: { en: `Limited ${at}`, ko: `한정 ${at}` },
      art: 'limited',
      weight: 10,
      stock: STOCK,
    })),
  ],
};

export default rush;
