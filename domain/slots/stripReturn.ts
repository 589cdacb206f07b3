import { evenChances } from '../fairness/pick.ts';
import { add, multiply, ONE, type Rational, rational, subtract, sum, ZERO } from '../rational.ts';
import type { StripMachine } from './machine.ts';
import { linePay, scatterPay, scattersShown, spinsWon, symbolAt } from './strips.ts';

export interface StripReturn {
  returnToPlayer: Rational;
  /** Free spins of a game, on average. */
  freeSpinsPerGame: Rational;
}

/** What a reel shows in a row. */
type SymbolChances = ReadonlyMap<string, Rational>;

/**
 * Exact, without walking through every window: a turn's return is that of its lines plus that of its scatters,
 * added up one by one since averages add up. Whether a free spin takes place depends on earlier turns only, so
 * that free spins return (their average number) times (a turn's return) times their multiplier.
 */
export function stripReturn(machine: StripMachine): StripReturn {
  const scatters = scatterChances(machine);
  const shown = machine.strips.map((_, reel) =>
    Array.from({ length: machine.rows }, (_, row) => symbolChances(machine, reel, row)),
  );
  const perTurn = add(
    sum(
      machine.lines.map((line) =>
        lineReturn(
          machine,
          line.map((row, reel) => shown[reel]![row]!),
        ),
      ),
    ),
    sum(scatters.map((chance, count) => multiply(chance, rational(scatterPay(machine, count), 100)))),
  );
  const trigger = sum(scatters.slice(machine.freeSpins.scatters));
  const freeSpinsPerGame = averageFreeSpins(machine, trigger);
  const turns = add(ONE, multiply(freeSpinsPerGame, rational(machine.freeSpins.multiplier)));
  return { returnToPlayer: multiply(perTurn, turns), freeSpinsPerGame };
}

/** What a line pays on average, in stakes: over its leading wilds, its symbol, and how far that goes. */
function lineReturn(machine: StripMachine, reels: readonly SymbolChances[]): Rational {
  const { wild, scatter } = machine;
  const all = reels.length;
  const pay = (wilds: number, symbol: string, count: number) => {
    const shown = Array.from({ length: all }, (_, reel) =>
      reel < wilds ? wild : reel < count ? symbol : scatter,
    );
    return rational(linePay(machine, shown)?.payHundredths ?? 0, 100);
  };

  let total = ZERO;
  let leading = ONE;
  for (let wilds = 0; wilds < all; wilds += 1) {
    for (const [symbol, chance] of reels[wilds]!) {
      if (symbol === wild) continue;
      if (symbol === scatter) {
        total = add(total, multiply(multiply(leading, chance), pay(wilds, scatter, wilds)));
        continue;
      }
      let reached = multiply(leading, chance);
      for (let count = wilds + 1; count <= all; count += 1) {
        const goesOn = count < all ? chanceOf(reels[count]!, symbol, wild) : ZERO;
        const ends = multiply(reached, subtract(ONE, goesOn));
        total = add(total, multiply(ends, pay(wilds, symbol, count)));
        reached = multiply(reached, goesOn);
      }
    }
    leading = multiply(leading, reels[wilds]!.get(wild) ?? ZERO);
  }
  return add(total, multiply(leading, pay(all, wild, all)));
}

function symbolChances(machine: StripMachine, reel: number, row: number): SymbolChances {
  const strip = machine.strips[reel]!;
  const chances = new Map<string, Rational>();
  evenChances(strip.length).forEach((chance, stop) => {
    const symbol = symbolAt(strip, stop, row);
    chances.set(symbol, add(chances.get(symbol) ?? ZERO, chance));
  });
  return chances;
}

function chanceOf(reel: SymbolChances, symbol: string, wild: string): Rational {
  return add(reel.get(symbol) ?? ZERO, reel.get(wild) ?? ZERO);
}

/** By their number on the whole window: the reels' own, one reel after the other. */
function scatterChances(machine: StripMachine): Rational[] {
  let before: Rational[] = [ONE];
  machine.strips.forEach((strip, reel) => {
    const after: Rational[] = Array.from({ length: before.length + machine.rows }, () => ZERO);
    evenChances(strip.length).forEach((chance, stop) => {
      const shown = scattersShown(machine, reel, stop);
      before.forEach((reached, count) => {
        after[count + shown] = add(after[count + shown]!, multiply(reached, chance));
      });
    });
    before = after;
  });
  return before;
}

/** The sum, over the free spins, of the chance that each takes place; at most `mostSpins` do. */
function averageFreeSpins(machine: StripMachine, trigger: Rational): Rational {
  const { scatters } = machine.freeSpins;
  const missed = subtract(ONE, trigger);
  // By the number won so far, while there are some left.
  let playing = new Map<number, Rational>([[spinsWon(machine, scatters, 0), trigger]]);
  let average = ZERO;
  for (let spin = 1; playing.size > 0; spin += 1) {
    average = add(average, sum([...playing.values()]));
    const after = new Map<number, Rational>();
    for (const [won, chance] of playing) {
      const more = won + spinsWon(machine, scatters, won);
      for (const [total, share] of [
        [won, missed],
        [more, trigger],
      ] as const) {
        if (total > spin) after.set(total, add(after.get(total) ?? ZERO, multiply(chance, share)));
      }
    }
    playing = after;
  }
  return average;
}
