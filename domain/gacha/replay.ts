import { floats, type SeedPair } from '../fairness/draw.ts';
import type { Played } from '../games/played.ts';
import type { GachaOutcome } from '../protocol/gacha.ts';
import type { GachaBanner } from './banner.ts';
import { drawPulls, limitedItems } from './drawPulls.ts';

/**
 * Plays a recorded game again, from its seeds and inputs alone. Null: these are no inputs of this banner's, and
 * the record is not valid. An item that they don't name was not short: as many are taken as left as could be used.
 */
export function replayPull(
  banner: GachaBanner,
  draw: SeedPair,
  inputs: unknown,
): Played<GachaOutcome> | null {
  if (!isInputs(banner, inputs)) return null;
  const { count, pity, recent, stock } = inputs;
  const short = new Map(Object.entries(stock));
  const left = new Map(limitedItems(banner).map((item) => [item, short.get(item) ?? count]));
  const stream = floats(draw);
  const drawn = drawPulls(banner, () => stream.next().value, count, { pity, recent, left });
  const { recent: _recent, stock: _stock, ...played } = drawn;
  return played;
}

interface RecordedInputs {
  count: 1 | 10;
  pity: number;
  recent: string[];
  stock: Record<string, number>;
}

function isInputs(banner: GachaBanner, inputs: unknown): inputs is RecordedInputs {
  const { count, pity, recent, stock } = (inputs ?? {}) as RecordedInputs;
  if (count !== 1 && count !== 10) return false;
  if (!isWithin(pity, banner.pityAt - 1)) return false;
  if (!Array.isArray(recent) || recent.length > banner.recent.window) return false;
  if (!recent.every((item) => typeof item === 'string')) return false;
  if (typeof stock !== 'object' || stock === null) return false;
  const limited = limitedItems(banner);
  return Object.entries(stock).every(([item, left]) => limited.includes(item) && isWithin(left, count - 1));
}

function isWithin(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}
