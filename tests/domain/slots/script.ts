import { expect } from 'vitest';
import type { StripMachine, WeightedMachine } from '../../../domain/slots/machine.ts';
import { spinFrom } from '../../../domain/slots/spin.ts';

/** A stream that yields exactly these floats: one more that is asked for fails the test. */
export function fed(floats: readonly number[]): { next: () => number; left: () => number } {
  let at = 0;
  return {
    next() {
      expect(at, 'a float more than was fed').toBeLessThan(floats.length);
      return floats[at++]!;
    },
    left: () => floats.length - at,
  };
}

/** The middle of a place's share of [0, 1), so that no rounding decides. */
function middle(place: number, of: number): number {
  return (place + 0.5) / of;
}

/** A float that makes a reel show this symbol. */
export function showing(reel: WeightedMachine['reels'][number], symbol: string): number {
  const place = reel.findIndex((entry) => entry.symbol === symbol);
  const weights = reel.map(({ weight }) => weight);
  const sum = (list: readonly number[]) => list.reduce((total, weight) => total + weight, 0);
  return (sum(weights.slice(0, place)) + weights[place]! / 2) / sum(weights);
}

/** Floats that stop the strips there. */
export function stopping({ strips }: StripMachine, stops: readonly number[]): number[] {
  return stops.map((stop, reel) => middle(stop, strips[reel]!.length));
}

/**
 * Plays rows of `symbols | streak before, variation | result, hundredths, streak after`, each on its own:
 * `seven seven seven | streak 0, +2 | jackpot 15300, streak 1`.
 */
export function playRows(machine: WeightedMachine, rows: string): void {
  for (const row of linesOf(rows)) {
    const [symbols, before, after] = row.split('|').map((cell) => cell.trim());
    const [, streak, variation] = /^streak (\d+), ([+-]?\d+|-)$/.exec(before!)!;
    const floats = symbols!.split(/ +/).map((symbol, reel) => showing(machine.reels[reel]!, symbol));
    const most = machine.variationHundredths;
    if (variation !== '-') floats.push(middle(Number(variation) + most, 2 * most + 1));
    const stream = fed(floats);
    const { payoutCoins, outcome } = spinFrom(machine, stream.next, 100, Number(streak));
    expect(`${outcome.result} ${payoutCoins}, streak ${outcome.streak}`, row).toBe(after);
    expect(stream.left(), `${row}: floats left`).toBe(0);
  }
}

/** Non-empty lines, without what is around them. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
