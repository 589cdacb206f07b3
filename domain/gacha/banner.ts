import type { Names } from '../games/names.ts';
import type { Rarity } from '../protocol/gacha.ts';

/** A gacha banner as data: it drives the draw, the published odds and the verifier (FAIRNESS F3). */
export type GachaBanner = {
  game: 'gacha';
  banner: string;
  name: Names;
  costCoins: { 1: number; 10: number };
  /** Pulls a day by rank; a ten-pull counts once. The day is that of the time zone. */
  dailyPulls: { STANDARD: number; PREMIUM: number; VIP: number };
  timeZone: string;
  /** In parts of 1,000,000, best last; they add up to it. */
  rates: { rarity: Rarity; perMillion: number }[];
  /** The pull that is Epic or better at the latest. */
  pityAt: number;
  /** A draw that missed the next better rarity by at most this is shown as a near miss; the outcome is the same. */
  nearMissPerMillion: number;
  /** The same item again within the last `window` pulls has its weight multiplied by `percent`/100, within its rarity. */
  recent: { window: number; percent: number };
  /** `stock`: limited, shared by everybody. `art` names a drawing of the client's. */
  items: { item: string; rarity: Rarity; name: Names; art: string; weight: number; stock?: number }[];
};
