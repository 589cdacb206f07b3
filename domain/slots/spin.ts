import { assert, unreachable } from '../assert.ts';
import { floats, type SeedPair } from '../fairness/draw.ts';
import type { Played } from '../games/played.ts';
import { payoutCoins } from '../money.ts';
import type { SlotsOutcome, SlotTurn } from '../protocol/slots.ts';
import { fail, ok, type Result } from '../result.ts';
import type { SlotMachine, StripMachine, WeightedMachine } from './machine.ts';
import { hasStreak, isStreak, streakAfter } from './streak.ts';
import { type StripTurn, spinsWon, turnStrips } from './strips.ts';
import { turnWeighted } from './weighted.ts';

/** A stake is one of the machine's steps: otherwise `invalid_amount`, with `field` and `steps`. */
export function checkBet(machine: SlotMachine, betCoins: number): Result<void> {
  if (machine.betSteps.includes(betCoins)) return ok(undefined);
  const steps = machine.betSteps;
  return fail(
    'invalid_amount',
    { field: 'betCoins', steps },
    `The stake (betCoins) must be one of ${steps.join(', ')} coins.`,
  );
}

/**
 * One game: the paid spin and every free spin that it wins.
 * @param draw the seed pair with this game's nonce
 * @param betCoins one of the machine's steps: see `checkBet`
 * @param streak wins in a row before it, at this machine and stake; 0 on machines without
 */
export function spin(
  machine: SlotMachine,
  draw: SeedPair,
  betCoins: number,
  streak: number,
): Played<SlotsOutcome> {
  const stream = floats(draw);
  return spinFrom(machine, () => stream.next().value, betCoins, streak);
}

/** The same on any stream of floats in [0, 1): simulations play it on cheaper ones. */
export function spinFrom(
  machine: SlotMachine,
  next: () => number,
  betCoins: number,
  streak: number,
): Played<SlotsOutcome> {
  assert(checkBet(machine, betCoins).ok, `a stake of ${betCoins} on ${machine.machine}`);
  assert(isStreak(streak) && (streak === 0 || hasStreak(machine)), `a streak of ${streak}`);
  const outcome = played(machine, next, betCoins, streak);
  return {
    betCoins,
    payoutCoins: outcome.winCoins,
    inputs: hasStreak(machine) ? { streak } : {},
    outcome,
    tally: { [outcome.result]: 1 },
  };
}

function played(machine: SlotMachine, next: () => number, betCoins: number, streak: number): SlotsOutcome {
  switch (machine.kind) {
    case 'weighted':
      return playWeighted(machine, next, betCoins, streak);
    case 'strips':
      return playStrips(machine, next, betCoins);
    default:
      return unreachable(machine);
  }
}

function playWeighted(
  machine: WeightedMachine,
  next: () => number,
  betCoins: number,
  streak: number,
): SlotsOutcome {
  const turn = turnWeighted(machine, next, streak);
  const winCoins = payoutCoins(betCoins, turn.winHundredths);
  return {
    turns: [
      {
        stops: turn.stops,
        lines: turn.pay.win === null ? [] : [turn.pay.win],
        winHundredths: turn.winHundredths,
        winCoins,
        multiplier: 1,
        freeSpinsWon: 0,
      },
    ],
    winCoins,
    streak: streakAfter(machine, streak, winCoins > 0),
    streakBonusHundredths: turn.streakBonusHundredths,
    variationHundredths: turn.variationHundredths,
    result: turn.pay.result,
  };
}

function playStrips(machine: StripMachine, next: () => number, betCoins: number): SlotsOutcome {
  const turns: SlotTurn[] = [];
  const paid = turnStrips(machine, next);
  let spins = spinsWon(machine, paid.scatters, 0);
  turns.push(stripTurn(paid, betCoins, 1, spins));
  let winCoins = turns[0]!.winCoins;
  for (let spin = 0; spin < spins; spin += 1) {
    const free = turnStrips(machine, next);
    const more = spinsWon(machine, free.scatters, spins);
    const turn = stripTurn(free, betCoins, machine.freeSpins.multiplier, more);
    turns.push(turn);
    spins += more;
    winCoins += turn.winCoins;
  }
  return {
    turns,
    winCoins,
    streak: 0,
    streakBonusHundredths: 0,
    variationHundredths: 0,
    result: resultOf(paid, spins),
  };
}

function stripTurn(turn: StripTurn, betCoins: number, multiplier: number, freeSpinsWon: number): SlotTurn {
  const winHundredths = turn.payHundredths * multiplier;
  return {
    stops: turn.stops,
    lines: turn.wins,
    winHundredths,
    winCoins: payoutCoins(betCoins, winHundredths),
    multiplier,
    freeSpinsWon,
  };
}

/** Of the paid spin: the free spins that it won, a pay line, or scatters that paid alone. */
function resultOf({ wins }: StripTurn, spins: number): string {
  if (spins > 0) return 'freeSpins';
  if (wins.length === 0) return 'none';
  return wins.some(({ line }) => line >= 0) ? 'line' : 'scatter';
}
