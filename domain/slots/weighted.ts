import { pick, pickWeighted } from '../fairness/pick.ts';
import type { SlotWin } from '../protocol/slots.ts';
import type { WeightedMachine } from './machine.ts';
import { streakBonusHundredths } from './streak.ts';

/** What a row of symbols is worth by the pay table: nothing varied yet. */
export interface RowPay {
  result: 'jackpot' | 'triple' | 'pair' | 'none';
  /** What paid; null for `none`. */
  win: SlotWin | null;
}

export interface WeightedTurn {
  stops: number[];
  pay: RowPay;
  streakBonusHundredths: number;
  variationHundredths: number;
  winHundredths: number;
}

/** A float per reel in their order, then, if the row pays, one for the variation. */
export function turnWeighted(machine: WeightedMachine, next: () => number, streak: number): WeightedTurn {
  const stops = machine.reels.map((reel) => pickWeighted(next(), reel));
  const pay = rowPay(
    machine,
    stops.map((stop, reel) => machine.reels[reel]![stop]!.symbol),
  );
  if (pay.win === null) {
    return { stops, pay, streakBonusHundredths: 0, variationHundredths: 0, winHundredths: 0 };
  }
  const bonus = streakBonusHundredths(machine, streak);
  const variation = variationOf(machine, next());
  return {
    stops,
    pay,
    streakBonusHundredths: bonus,
    variationHundredths: variation,
    winHundredths: variedHundredths(pay.win.payHundredths, bonus, variation),
  };
}

/** Three the same pay as a triple, exactly two the same as a pair; what isn't in the table pays nothing. */
export function rowPay(machine: WeightedMachine, [first, second, third]: string[]): RowPay {
  const twin = first === second || first === third ? first : second === third ? second : undefined;
  if (twin === undefined) return { result: 'none', win: null };
  const isTriple = first === second && second === third;
  const paid = (isTriple ? machine.triples : machine.pairs).find(({ symbol }) => symbol === twin);
  if (paid === undefined) return { result: 'none', win: null };
  const win = { line: 0, symbol: twin, count: isTriple ? 3 : 2, payHundredths: paid.payHundredths };
  if (!isTriple) return { result: 'pair', win };
  return { result: twin === machine.jackpotSymbol ? 'jackpot' : 'triple', win };
}

/** `floor(float * (2 v + 1)) - v`: each whole number of hundredths from -v to v alike. */
function variationOf({ variationHundredths: most }: WeightedMachine, float: number): number {
  return pick(float, 2 * most + 1) - most;
}

/** Rounded down once, in hundredths of the stake: a stake is a multiple of 100, so every stake returns the same. */
export function variedHundredths(payHundredths: number, bonus: number, variation: number): number {
  return Math.floor((payHundredths * (100 + bonus) * (100 + variation)) / 10_000);
}
