import { expect } from 'vitest';
import type { GachaBanner } from '../../../domain/gacha/banner.ts';
import { checkBanner } from '../../../domain/gacha/checkBanner.ts';
import { type DrawnPulls, drawPulls } from '../../../domain/gacha/drawPulls.ts';
import type { PulledItem } from '../../../domain/protocol/gacha.ts';

const NAME = { en: 'x', ko: 'x' };

/** Round numbers: spans end at 0.7, 0.9 and 0.98; pity 3 is guaranteed; every Epic and Legendary is limited. */
export const BANNER: GachaBanner = {
  game: 'gacha',
  banner: 'test',
  name: NAME,
  costCoins: { 1: 500, 10: 5_000 },
  dailyPulls: { STANDARD: 3, PREMIUM: 3, VIP: 5 },
  timeZone: 'Asia/Seoul',
  rates: [
    { rarity: 'common', perMillion: 700_000 },
    { rarity: 'rare', perMillion: 200_000 },
    { rarity: 'epic', perMillion: 80_000 },
    { rarity: 'legendary', perMillion: 20_000 },
  ],
  pityAt: 4,
  nearMissPerMillion: 10_000,
  recent: { window: 2, percent: 50 },
  items: [
    { item: 'pebble', rarity: 'common', name: NAME, art: 'pebble', weight: 60 },
    { item: 'candle', rarity: 'common', name: NAME, art: 'candle', weight: 40 },
    { item: 'harp', rarity: 'rare', name: NAME, art: 'harp', weight: 1 },
    { item: 'comet', rarity: 'epic', name: NAME, art: 'comet', weight: 50, stock: 100 },
    { item: 'fox', rarity: 'epic', name: NAME, art: 'fox', weight: 50, stock: 100 },
    { item: 'dragon', rarity: 'legendary', name: NAME, art: 'dragon', weight: 1, stock: 100 },
  ],
};
expect(checkBanner(BANNER)).toBeNull();

export interface Start {
  pity?: number;
  recent?: string[];
  /** Of the limited items; 100 of one that is not named. */
  left?: Record<string, number>;
  banner?: Partial<GachaBanner>;
}

/**
 * Pulls once a row: `rarity, item and stand-in float | what comes | pity after it`. What comes is the item and its
 * animation, and what was drawn instead of it.
 */
export function play(rows: string, start: Start = {}): void {
  const banner = { ...BANNER, ...start.banner };
  let { pity, recent, left } = startOf(banner, start);
  for (const row of rows.trim().split('\n')) {
    const [floats, , pityAfter] = row.split('|').map((cell) => cell.trim());
    const drawn = drawPulls(banner, feed(floats!), 1, { pity, recent, left });
    pity = drawn.outcome.pity;
    recent = drawn.recent;
    left = after(left, drawn);
    const said = `${floats} | ${textOf(drawn.outcome.items[0]!)} | ${pity}`;
    expect(said).toBe(row.replaceAll(/ *\| */g, ' | ').trim());
    expect(pityAfter).toBeDefined();
  }
}

export function startOf(
  banner: GachaBanner,
  { pity = 0, recent = [], left = {} }: Start,
): { pity: number; recent: string[]; left: Map<string, number> } {
  const limited = banner.items.filter(({ stock }) => stock !== undefined);
  return { pity, recent, left: new Map(limited.map(({ item }) => [item, left[item] ?? 100])) };
}

/** What is left once a game was written. */
export function after(left: ReadonlyMap<string, number>, { stock }: DrawnPulls): Map<string, number> {
  const taken = new Map(stock.map((use) => [use.item, use.taken]));
  return new Map([...left].map(([item, count]) => [item, count - taken.get(item)!]));
}

/** Hands out these floats, and no more. */
export function feed(floats: string): () => number {
  const given = floats.split(/\s+/).map(Number);
  return () => {
    expect(given.length).toBeGreaterThan(0);
    return given.shift()!;
  };
}

export function textOf({ item, animation, soldOut }: PulledItem): string {
  return `${item} ${animation}${soldOut === undefined ? '' : ` for ${soldOut.rarity} ${soldOut.item}`}`;
}
