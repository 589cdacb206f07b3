import { chancesOf, evenChances } from '../fairness/pick.ts';
import { add, multiply, ONE, type Rational, rational, subtract, sum, ZERO } from '../rational.ts';
import type { WeightedMachine } from './machine.ts';
import { type RowPay, rowPay, variedHundredths } from './weighted.ts';

export interface WeightedFigures {
  /** Of a long run at one stake: the streak's states as often as they come up. */
  returnToPlayer: Rational;
  hitRate: Rational;
  /** Of the win of one game, in stakes squared, at a stake played for long. */
  variance: Rational;
  results: Map<string, Rational>;
  /** The return of one game after so many wins in a row; the last holds for all above too. */
  returnByStreak: Rational[];
}

interface RowChance {
  result: RowPay['result'];
  payHundredths: number;
  chance: Rational;
}

/** Exact, over every row of symbols, every streak and every variation. */
export function weightedFigures(machine: WeightedMachine): WeightedFigures {
  const rows = rowChances(machine);
  const results = new Map<string, Rational>();
  for (const { result, chance } of rows) results.set(result, add(results.get(result) ?? ZERO, chance));
  const hitRate = subtract(ONE, results.get('none') ?? ZERO);

  const streaks = streakChances(machine, hitRate);
  const moments = streaks.map(({ bonus }) => winMoments(machine, rows, bonus));
  const returnToPlayer = sum(streaks.map(({ chance }, level) => multiply(chance, moments[level]!.first)));
  const second = sum(streaks.map(({ chance }, level) => multiply(chance, moments[level]!.second)));
  return {
    returnToPlayer,
    hitRate,
    variance: subtract(second, multiply(returnToPlayer, returnToPlayer)),
    results,
    returnByStreak: moments.map(({ first }) => first),
  };
}

function rowChances(machine: WeightedMachine): RowChance[] {
  const [first, second, third] = machine.reels.map(symbolChances);
  const byPay = new Map<string, RowChance>();
  for (const [a, chanceOfA] of first!) {
    for (const [b, chanceOfB] of second!) {
      for (const [c, chanceOfC] of third!) {
        const { result, win } = rowPay(machine, [a, b, c]);
        const payHundredths = win?.payHundredths ?? 0;
        const chance = multiply(multiply(chanceOfA, chanceOfB), chanceOfC);
        const key = `${result} ${payHundredths}`;
        byPay.set(key, { result, payHundredths, chance: add(byPay.get(key)?.chance ?? ZERO, chance) });
      }
    }
  }
  return [...byPay.values()];
}

function symbolChances(reel: WeightedMachine['reels'][number]): Map<string, Rational> {
  const chances = new Map<string, Rational>();
  chancesOf(reel).forEach((chance, place) => {
    const { symbol } = reel[place]!;
    chances.set(symbol, add(chances.get(symbol) ?? ZERO, chance));
  });
  return chances;
}

/**
 * How often a game starts with each bonus. Whether a game wins does not depend on the streak, so that n wins in a
 * row precede it with chance `p^n (1 - p)`; from the highest bonus on it stays, with chance `p^n`.
 */
export function streakChances(
  { streak }: WeightedMachine,
  hitRate: Rational,
): { bonus: number; chance: Rational }[] {
  const levels: { bonus: number; chance: Rational }[] = [];
  let reached = ONE;
  for (let bonus = 0; bonus < streak.mostHundredths; bonus += streak.perWinHundredths) {
    levels.push({ bonus, chance: multiply(reached, subtract(ONE, hitRate)) });
    reached = multiply(reached, hitRate);
  }
  levels.push({ bonus: streak.mostHundredths, chance: reached });
  return levels;
}

/** Of a game's win with this bonus, in stakes and stakes squared. */
function winMoments(machine: WeightedMachine, rows: readonly RowChance[], bonus: number) {
  const most = machine.variationHundredths;
  const variations = evenChances(2 * most + 1);
  let [first, second] = [ZERO, ZERO];
  for (const { payHundredths, chance } of rows) {
    variations.forEach((share, place) => {
      const win = rational(variedHundredths(payHundredths, bonus, place - most), 100);
      const weighted = multiply(multiply(chance, share), win);
      first = add(first, weighted);
      second = add(second, multiply(weighted, win));
    });
  }
  return { first, second };
}
