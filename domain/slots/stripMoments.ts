import type { StripMachine } from './machine.ts';
import { enumerateTurns, type TurnMoments } from './stripEnumeration.ts';
import { spinsWon } from './strips.ts';

export interface StripMoments {
  /** The mean again, from the enumeration: it must agree with the exact one. */
  returnToPlayer: number;
  hitRate: number;
  /** Of the win of a whole game, in stakes squared. */
  variance: number;
  results: Map<string, number>;
}

/** Of what is still to be won: the first two moments in hundredths, and the chance that it is nothing. */
interface Future {
  first: number;
  second: number;
  nothing: number;
}

const OVER: Future = { first: 0, second: 0, nothing: 1 };

/**
 * A game's win is the sum of its turns, and a turn that wins spins tends to pay as well: so each turn counts
 * apart by whether it wins spins. In doubles, good to about twelve places.
 */
export function stripMoments(machine: StripMachine): StripMoments {
  const turn = enumerateTurns(machine);
  const { missed, triggered } = turn;
  const memo = new Map<string, Future>();

  function after(multiplier: number, left: number, won: number): Future {
    const more = spinsWon(machine, machine.freeSpins.scatters, won);
    return combine(multiplier, [
      [missed, free(left, won)],
      [triggered, free(left + more, won + more)],
    ]);
  }

  function free(left: number, won: number): Future {
    if (left === 0) return OVER;
    const key = `${left} ${won}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const future = after(machine.freeSpins.multiplier, left - 1, won);
    memo.set(key, future);
    return future;
  }

  const game = after(1, 0, 0);
  return {
    returnToPlayer: game.first / 100,
    hitRate: 1 - game.nothing,
    variance: (game.second - game.first ** 2) / 10_000,
    results: turn.results,
  };
}

/** A turn, then what follows it: E[(m w + x)^2] = m^2 E[w^2] + 2 m E[w] E[x] + E[x^2], for either kind of turn. */
function combine(multiplier: number, kinds: readonly (readonly [TurnMoments, Future])[]): Future {
  const future: Future = { first: 0, second: 0, nothing: 0 };
  for (const [turn, next] of kinds) {
    future.first += multiplier * turn.first + turn.chance * next.first;
    future.second +=
      multiplier ** 2 * turn.second + 2 * multiplier * turn.first * next.first + turn.chance * next.second;
    future.nothing += turn.nothing * next.nothing;
  }
  return future;
}
