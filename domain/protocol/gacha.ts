import { z } from 'zod';

/** Requests of the `gacha` room. */
export const PullRequest = z.object({
  key: z.uuid().transform((uuid) => uuid.toLowerCase()),
  count: z.union([z.literal(1), z.literal(10)]),
});
export type PullRequest = z.infer<typeof PullRequest>;

export const RARITIES = ['common', 'rare', 'epic', 'legendary'] as const;
export type Rarity = (typeof RARITIES)[number];

export type GachaAnimation = 'normal' | 'epic' | 'legendary' | 'near_miss' | 'pity';

export interface PulledItem {
  rarity: Rarity;
  /** The item's id in the banner's data, which has its names. */
  item: string;
  animation: GachaAnimation;
  /** A key of the client's catalogue for what to say, such as `gacha.message.nearMiss`. */
  messageKey: string;
  /** The rarity that was drawn, where a sold-out item made it a Common. */
  soldOut?: { rarity: Rarity; item: string };
}

export interface GachaOutcome {
  items: PulledItem[];
  /** Pulls since the last Epic or better, after this one. */
  pity: number;
}

export interface PullAnswer {
  gameId: string;
  nonce: number;
  items: PulledItem[];
  pity: number;
  dailyRemaining: number;
  costCoins: number;
  balanceCoins: number;
}

/** Message `standing`, on joining and after each pull (also one made elsewhere in this process). */
export interface GachaStanding {
  sessionId: string;
  banner: string;
  oddsHash: string;
  pity: number;
  pityAt: number;
  dailyLimit: number;
  dailyRemaining: number;
  /** When the day of the banner's time zone ends. */
  dailyResetsAtMs: number;
  /** Limited items and how many of each are left. */
  stock: { item: string; left: number }[];
}
