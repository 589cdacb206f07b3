import { assert } from '../assert.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { fail, ok, type Result } from '../result.ts';
import type { GachaBanner } from './banner.ts';
import { type Day, dayAt, dayEndsAtMs } from './day.ts';

/** A player's document of a banner, kept in its scope as canonical JSON. */
export interface GachaState {
  /** Pulls since the last Epic or better: from 0 to `pityAt` - 1. */
  pity: number;
  /** The items of the last pulls, newest last. */
  recent: string[];
  /** The day of the last pull, by the banner's time zone, and how many of that day's pulls are used. */
  day: Day;
  used: number;
}

/** Before the first pull: a day that every other one comes after. */
export const NO_PULLS: GachaState = Object.freeze({ pity: 0, recent: [], day: '', used: 0 });

/** Which of a player's documents is the banner's. */
export function gachaScope(banner: string): string {
  return `gacha/${banner}`;
}

export function serialiseState({ pity, recent, day, used }: GachaState): string {
  return canonicalJson({ pity, recent, day, used });
}

/** Reads what `serialiseState` wrote; null stands for a player's first pull. */
export function parseState(json: string | null): GachaState {
  if (json === null) return NO_PULLS;
  const state = JSON.parse(json) as GachaState;
  assert(
    isCount(state.pity) &&
      isCount(state.used) &&
      Array.isArray(state.recent) &&
      typeof state.day === 'string',
    `no document of a banner: ${json}`,
  );
  return state;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What a player is told on joining: parts of `GachaStanding`. */
export interface Standing {
  pity: number;
  dailyRemaining: number;
  dailyResetsAtMs: number;
}

export function standing(
  banner: GachaBanner,
  state: GachaState | null,
  dailyLimit: number,
  nowMs: number,
): Standing {
  const today = usedToday(banner, state ?? NO_PULLS, nowMs);
  return {
    pity: pityOf(banner, state ?? NO_PULLS),
    dailyRemaining: Math.max(0, dailyLimit - today.used),
    dailyResetsAtMs: dayEndsAtMs(today.day, banner.timeZone),
  };
}

/** A document written under a banner whose guarantee came later is due at the guarantee of now. */
export function pityOf(banner: GachaBanner, state: GachaState): number {
  return Math.min(state.pity, banner.pityAt - 1);
}

/** The day with one more pull used, or `daily_gacha_limit` with `{limit, used, resetsAtMs}`. */
export function useDay(
  banner: GachaBanner,
  state: GachaState,
  dailyLimit: number,
  nowMs: number,
): Result<{ day: Day; used: number }> {
  const { day, used } = usedToday(banner, state, nowMs);
  if (used >= dailyLimit) {
    return fail('daily_gacha_limit', {
      limit: dailyLimit,
      used,
      resetsAtMs: dayEndsAtMs(day, banner.timeZone),
    });
  }
  return ok({ day, used: used + 1 });
}

/**
 * The day that counts and what is used of it. A document's day never goes back: otherwise processes whose clocks
 * differ by a second would give out a day twice around midnight.
 */
function usedToday(banner: GachaBanner, state: GachaState, nowMs: number): { day: Day; used: number } {
  const day = dayAt(nowMs, banner.timeZone);
  return day > state.day ? { day, used: 0 } : { day: state.day, used: state.used };
}
