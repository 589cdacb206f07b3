import { unreachable } from '../assert.ts';
import { type Rational, toDecimal, toNumber } from '../rational.ts';
import type { SlotMachine } from './machine.ts';
import { stripMoments } from './stripMoments.ts';
import { stripReturn } from './stripReturn.ts';
import { weightedFigures } from './weightedReturn.ts';

/** What is published of a machine, all of it computed from its data. */
export interface SlotOdds {
  /** Won per coin staked, of a long run; `returnToPlayerExact` is the same to twelve places. */
  returnToPlayer: number;
  returnToPlayerExact: string;
  /** Of 1: games that pay anything. */
  hitRate: number;
  /** Of the win of one game, in stakes squared. */
  variance: number;
  /** The chance of each `result` of a game. */
  results: Record<string, number>;
  /** Machines with a streak: the return of one game after 0, 1, 2 ... wins in a row, the last for all above too. */
  returnByStreak: number[] | null;
  /** Machines with free spins: how many a game has on average. */
  freeSpinsPerGame: number | null;
}

const PLACES = 12;

/** The exact return to player, as a fraction. Cheap: no window is enumerated. */
export function exactReturn(machine: SlotMachine): Rational {
  switch (machine.kind) {
    case 'weighted':
      return weightedFigures(machine).returnToPlayer;
    case 'strips':
      return stripReturn(machine).returnToPlayer;
    default:
      return unreachable(machine);
  }
}

const described = new WeakMap<SlotMachine, SlotOdds>();

/** Up to a second of work for a machine with strips; the same object is asked for again for nothing. */
export function describeOdds(machine: SlotMachine): SlotOdds {
  let odds = described.get(machine);
  if (odds === undefined) {
    odds = compute(machine);
    described.set(machine, odds);
  }
  return odds;
}

function compute(machine: SlotMachine): SlotOdds {
  switch (machine.kind) {
    case 'weighted': {
      const figures = weightedFigures(machine);
      return {
        ...published(figures.returnToPlayer),
        hitRate: toNumber(figures.hitRate),
        variance: toNumber(figures.variance),
        results: Object.fromEntries([...figures.results].map(([name, chance]) => [name, toNumber(chance)])),
        returnByStreak: figures.returnByStreak.map(toNumber),
        freeSpinsPerGame: null,
      };
    }
    case 'strips': {
      const { returnToPlayer, freeSpinsPerGame } = stripReturn(machine);
      const moments = stripMoments(machine);
      return {
        ...published(returnToPlayer),
        hitRate: moments.hitRate,
        variance: moments.variance,
        results: Object.fromEntries(moments.results),
        returnByStreak: null,
        freeSpinsPerGame: toNumber(freeSpinsPerGame),
      };
    }
    default:
      return unreachable(machine);
  }
}

function published(value: Rational): Pick<SlotOdds, 'returnToPlayer' | 'returnToPlayerExact'> {
  return { returnToPlayer: toNumber(value), returnToPlayerExact: toDecimal(value, PLACES) };
}
