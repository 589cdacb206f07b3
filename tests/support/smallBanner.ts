import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GachaBanner } from '../../domain/gacha/banner.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

/** Almost every second pull takes the one limited item, of which there are `stock`. */
export function smallBanner(
  stock: number,
  dailyPulls: number,
  costCoins: GachaBanner['costCoins'],
): GachaBanner {
  return {
    game: 'gacha',
    banner: 'small',
    name: { en: 'Small', ko: '작은' },
    costCoins,
    dailyPulls: { STANDARD: dailyPulls, PREMIUM: dailyPulls, VIP: dailyPulls },
    timeZone: 'Asia/Seoul',
    rates: [
      { rarity: 'common', perMillion: 50_000 },
      { rarity: 'rare', perMillion: 50_000 },
      { rarity: 'epic', perMillion: 450_000 },
      { rarity: 'legendary', perMillion: 450_000 },
    ],
    pityAt: 10,
    nearMissPerMillion: 10_000,
    recent: { window: 5, percent: 50 },
    items: (['common', 'rare', 'epic', 'legendary'] as const).map((rarity) => ({
      ...{ item: `a-${rarity}`, rarity, art: rarity, weight: 1, name: { en: rarity, ko: rarity } },
      ...(rarity === 'legendary' ? { stock } : {}),
    })),
  };
}

/** A directory for `ODDS_DIR` with this banner in it. */
export async function oddsDirectory(banner: GachaBanner): Promise<string> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'small.data.ts'), `export default ${JSON.stringify(banner)};\n`);
  return directory;
}
