import { assert } from '../assert.ts';
import type { CrashEffect } from './commands.ts';
import { wallInstantMs } from './flight.ts';
import type { FlyingRound, SettledRound } from './round.ts';

/** The wall instant of the bust. */
export function bustedAtMs(round: FlyingRound): number {
  return wallInstantMs(round, round.bustElapsedMs);
}

/** Asks for the settling transaction, once, when the round has bust and every payout is booked. */
export function settleWhenBooked(round: FlyingRound, effects: CrashEffect[]): void {
  if (!round.busted || round.settling || round.unbookedPayouts > 0) return;
  round.settling = true;
  const { game, bustHundredths } = round;
  effects.push({ type: 'settle', game, bustHundredths, bustedAtMs: bustedAtMs(round) });
}

/** Flying -> settled: only now may hash and bust be seen. */
export function settled(round: FlyingRound, hash: string): SettledRound {
  assert(round.settling && round.unbookedPayouts === 0, `game ${round.game} settles out of turn`);
  return {
    phase: 'settled',
    rules: round.rules,
    game: round.game,
    startedAtMs: round.startedAtMs,
    bets: round.bets,
    betOfPlayer: round.betOfPlayer,
    nextSequence: round.nextSequence,
    stakedCoins: round.stakedCoins,
    betBookRoot: round.betBookRoot,
    launchedAtMs: round.launchedAtMs,
    gaps: round.gaps,
    bustHundredths: round.bustHundredths,
    bustedAtMs: bustedAtMs(round),
    paidCoins: round.paidCoins,
    hash,
  };
}
