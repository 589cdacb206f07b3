import type { StripMachine, WeightedMachine } from '../../../domain/slots/machine.ts';
import { turnAt } from '../../../domain/slots/strips.ts';
import { rowPay } from '../../../domain/slots/weighted.ts';

/**
 * The plainest way to a machine's figures: the chance of every game there is, by what it wins and its result. It shares
 * nothing with the proofs but the evaluation of one window.
 */
export interface WholeGames {
  returnToPlayer: number;
  hitRate: number;
  variance: number;
  results: Record<string, number>;
}

/** Chances by hundredths won. */
type Wins = Map<number, number>;

interface Turn {
  wins: Wins;
  triggeredWins: Wins;
  results: Record<string, number>;
}

export function wholeStripGames(machine: StripMachine): WholeGames {
  const { spins, mostSpins, multiplier } = machine.freeSpins;
  const turn = everyWindow(machine);

  /** What is still to be won with so many free spins left, of so many won. */
  function free(left: number, won: number): Wins {
    if (left === 0) return new Map([[0, 1]]);
    const more = Math.min(spins, mostSpins - won);
    return plus(
      convolved(turn.wins, free(left - 1, won), multiplier),
      convolved(turn.triggeredWins, free(left - 1 + more, won + more), multiplier),
    );
  }

  const games = plus(turn.wins, convolved(turn.triggeredWins, free(spins, spins), 1));
  return figures(games, turn.results);
}

function everyWindow(machine: StripMachine): Turn {
  const turn: Turn = { wins: new Map(), triggeredWins: new Map(), results: {} };
  const lengths = machine.strips.map(({ length }) => length);
  const windows = lengths.reduce((product, length) => product * length, 1);
  for (let window = 0; window < windows; window += 1) {
    let rest = window;
    const stops = lengths.map((length) => {
      const stop = rest % length;
      rest = (rest - stop) / length;
      return stop;
    });
    const { wins, payHundredths, scatters } = turnAt(machine, stops);
    const isTrigger = scatters >= machine.freeSpins.scatters;
    put(isTrigger ? turn.triggeredWins : turn.wins, payHundredths, 1 / windows);
    const onLine = wins.some(({ line }) => line >= 0);
    const result = isTrigger ? 'freeSpins' : onLine ? 'line' : wins.length > 0 ? 'scatter' : 'none';
    turn.results[result] = (turn.results[result] ?? 0) + 1 / windows;
  }
  return turn;
}

/** Rows of a machine without streak and variation. */
export function wholeWeightedGames(machine: WeightedMachine): WholeGames {
  const games: Wins = new Map();
  const results: Record<string, number> = {};
  const reels = machine.reels.map((reel) =>
    reel.flatMap(({ symbol, weight }) => Array.from({ length: weight }, () => symbol)),
  );
  const rows = reels.reduce((product, { length }) => product * length, 1);
  for (const first of reels[0]!) {
    for (const second of reels[1]!) {
      for (const third of reels[2]!) {
        const { result, win } = rowPay(machine, [first, second, third]);
        put(games, win?.payHundredths ?? 0, 1 / rows);
        results[result] = (results[result] ?? 0) + 1 / rows;
      }
    }
  }
  return figures(games, results);
}

function figures(games: Wins, results: Record<string, number>): WholeGames {
  let [first, second] = [0, 0];
  for (const [hundredths, chance] of games) {
    first += (chance * hundredths) / 100;
    second += chance * (hundredths / 100) ** 2;
  }
  return {
    returnToPlayer: first,
    hitRate: 1 - (games.get(0) ?? 0),
    variance: second - first ** 2,
    results,
  };
}

function convolved(turn: Wins, next: Wins, multiplier: number): Wins {
  const both: Wins = new Map();
  for (const [won, chance] of turn) {
    for (const [more, share] of next) put(both, won * multiplier + more, chance * share);
  }
  return both;
}

function plus(a: Wins, b: Wins): Wins {
  const all = new Map(a);
  for (const [won, chance] of b) put(all, won, chance);
  return all;
}

function put(wins: Wins, won: number, chance: number): void {
  wins.set(won, (wins.get(won) ?? 0) + chance);
}
