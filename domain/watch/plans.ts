import { unreachable } from '../assert.ts';
import { MAX_CASHOUT_HUNDREDTHS } from '../crash/curve.ts';
import { crashReturnToPlayer } from '../crash/odds.ts';
import type { GachaBanner } from '../gacha/banner.ts';
import { isEpicOrBetter } from '../gacha/rarity.ts';
import type { RpsOdds } from '../rps/odds.ts';
import { rpsReturnToPlayer } from '../rps/throw.ts';
import { describeOdds } from '../slots/expectedReturn.ts';
import type { SlotMachine, StripMachine, WeightedMachine } from '../slots/machine.ts';
import { variedHundredths } from '../slots/weighted.ts';
import type { WatchPlan } from './plan.ts';

/** A plan with what a unit's ratio is expected to be: from the least to the most that may be honest. */
export interface WatchedGame {
  plan: WatchPlan;
  least: number;
  most: number;
}

const HOUSE = 'house';
/** A round that flies to here is a hit. */
export const CRASH_HIT_HUNDREDTHS = 200;

/**
 * RW9: an automatic cash-out returns exactly (100 - edge) %, by hand at h hundredths h / (h + 1) of it, since the
 * bust must be above h; the least h is 100. Any way of choosing when lies between.
 */
export function crashGame({ table, edgePercent }: { table: string; edgePercent: number }): WatchedGame {
  const { numerator, denominator } = crashReturnToPlayer(edgePercent);
  const most = numerator / denominator;
  return {
    plan: {
      ...{ game: 'crash', variant: table, measure: 'return' },
      largestRatio: MAX_CASHOUT_HUNDREDTHS / 100,
      largestExpected: most,
      hitRate: numerator / CRASH_HIT_HUNDREDTHS,
    },
    least: (most * 100) / 101,
    most,
  };
}

/** Of a machine with a streak: what one game returns after so many wins in a row, the last for all above. */
export interface WatchedMachine extends WatchedGame {
  returnByStreak: readonly number[] | null;
}

export function slotsGame(machine: SlotMachine): WatchedMachine {
  const { returnToPlayer, returnByStreak, hitRate } = describeOdds(machine);
  return {
    plan: {
      ...{ game: 'slots', variant: machine.machine, measure: 'return' },
      largestRatio: largestWin(machine),
      largestExpected: Math.max(returnToPlayer, ...(returnByStreak ?? [])),
      hitRate,
    },
    least: returnToPlayer,
    most: returnToPlayer,
    returnByStreak,
  };
}

/** In stakes, not exceeded by any game. */
function largestWin(machine: SlotMachine): number {
  switch (machine.kind) {
    case 'weighted':
      return largestWeighted(machine);
    case 'strips':
      return largestOfStrips(machine);
    default:
      return unreachable(machine);
  }
}

function largestWeighted({ triples, pairs, streak, variationHundredths }: WeightedMachine): number {
  const most = Math.max(...[...triples, ...pairs].map(({ payHundredths }) => payHundredths));
  return variedHundredths(most, streak.mostHundredths, variationHundredths) / 100;
}

/** As if every line paid the most and all scatters too, in the paid spin and in every free one. */
function largestOfStrips({ lines, linePays, scatterPays, freeSpins }: StripMachine): number {
  const line = Math.max(0, ...linePays.map(({ payHundredths }) => payHundredths));
  const scatter = Math.max(0, ...scatterPays.map(({ payHundredths }) => payHundredths));
  const turn = lines.length * line + scatter;
  return (turn * (1 + freeSpins.multiplier * freeSpins.mostSpins)) / 100;
}

export function rpsGame(odds: RpsOdds): WatchedGame {
  const { numerator, denominator } = rpsReturnToPlayer(odds);
  const expected = numerator / denominator;
  return {
    plan: {
      ...{ game: 'rps', variant: HOUSE, measure: 'return' },
      largestRatio: Math.max(odds.winHundredths, odds.drawHundredths) / 100,
      largestExpected: expected,
      hitRate: null,
    },
    least: expected,
    most: expected,
  };
}

/**
 * RW8: a unit is a pull that no guarantee decided, its ratio 1 for Epic or better and else 0. What is sold out
 * becomes a Common, so a rarity's rate may fall to the share of its items without a stock, all of them recent.
 */
export function gachaGame(banner: GachaBanner): WatchedGame {
  let [least, most] = [0, 0];
  for (const { rarity, perMillion } of banner.rates) {
    if (!isEpicOrBetter(rarity)) continue;
    const rate = perMillion / 1_000_000;
    most += rate;
    least += rate * surestShare(banner, rarity);
  }
  return {
    plan: {
      ...{ game: 'gacha', variant: banner.banner, measure: 'epicRate' },
      ...{ largestRatio: 1, largestExpected: most, hitRate: null },
    },
    least,
    most,
  };
}

/** The least chance, within a rarity, of an item that can't be sold out. */
function surestShare({ items, recent }: GachaBanner, rarity: string): number {
  let [endless, limited] = [0, 0];
  for (const item of items) {
    if (item.rarity !== rarity) continue;
    if (item.stock === undefined) endless += (item.weight * recent.percent) / 100;
    else limited += item.weight;
  }
  return limited === 0 ? 1 : endless / (endless + limited);
}
