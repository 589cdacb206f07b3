import { assert } from '../assert.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { SlotMachine, WeightedMachine } from './machine.ts';

/** True if wins in a row raise the next win. */
export function hasStreak(machine: SlotMachine): machine is WeightedMachine {
  return machine.kind === 'weighted' && machine.streak.mostHundredths > 0;
}

/**
 * Where wins in a row are kept: per machine and stake, or null for a machine without a streak. With one streak
 * for all stakes, building it on the smallest and playing it on the largest would beat the house.
 */
export function streakScope(machine: SlotMachine, betCoins: number): string | null {
  return hasStreak(machine) ? `slots/${machine.machine}/${betCoins}` : null;
}

/** What so many wins in a row add to the next win, in hundredths of it. */
export function streakBonusHundredths({ streak }: WeightedMachine, winsInARow: number): number {
  return Math.min(streak.mostHundredths, winsInARow * streak.perWinHundredths);
}

/** Wins in a row after a game. */
export function streakAfter(machine: SlotMachine, before: number, won: boolean): number {
  return hasStreak(machine) && won ? before + 1 : 0;
}

/** The document under `streakScope`; null: there is none yet, and no streak. */
export function readStreak(document: string | null): number {
  if (document === null) return 0;
  const { streak } = JSON.parse(document) as { streak: unknown };
  assert(isStreak(streak), `a stored streak of ${JSON.stringify(streak)}`);
  return streak;
}

export function writeStreak(streak: number): string {
  assert(isStreak(streak), `a streak of ${streak}`);
  return canonicalJson({ streak });
}

export function isStreak(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
