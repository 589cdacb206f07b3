import { cashOut } from './cashout.ts';
import type { CrashEffect } from './commands.ts';
import { instantOf, multiplierAt } from './curve.ts';
import { automaticEnd } from './exposure.ts';
import { currentRoundLimit, flightElapsedMs, wallInstantMs } from './flight.ts';
import type { Bet, FlyingRound } from './round.ts';

/**
 * Lets everything happen that is due by `atMs`: automatic ends in ascending order of their multiplier,
 * the round's limit, the bust. Each counts at its own instant, not at the one it was noticed at.
 */
export function advance(round: FlyingRound, atMs: number, effects: CrashEffect[]): void {
  round.flownToMs = Math.max(round.flownToMs, atMs);
  if (round.busted) return;
  const elapsedMs = flightElapsedMs(round, round.flownToMs);
  const busts = elapsedMs >= round.bustElapsedMs;
  // High up, one millisecond spans many hundredths: at the bust's instant only targets up to it count.
  payDue(round, busts ? round.bustHundredths : multiplierAt(elapsedMs), effects);
  if (busts) round.busted = true;
}

/** Everything but `resumed` and a cash-out waits where the curve stands until it is known who is here. */
export function advanceUnlessStanding(round: FlyingRound, nowMs: number, effects: CrashEffect[]): void {
  advance(round, Math.min(nowMs, round.resumesAtMs ?? nowMs), effects);
}

/** Pays all ends up to `reachedHundredths`, which the curve has reached. */
function payDue(round: FlyingRound, reachedHundredths: number, effects: CrashEffect[]): void {
  for (;;) {
    skipEnded(round);
    const bet = round.autoOrder[round.autoCursor];
    if (bet === undefined) return;
    const end = automaticEnd(round.rules, bet);
    const roundLimit = currentRoundLimit(round);
    if (Math.min(end.atHundredths, roundLimit) > reachedHundredths) return;
    if (roundLimit < end.atHundredths) endAllAt(round, roundLimit, effects);
    else cashOut(round, bet, { ...end, receivedAtMs: instantOnWall(round, end.atHundredths) }, effects);
  }
}

/**
 * The curve has reached the round's limit: every open bet ends at exactly it. One event, in which the
 * limit is not found anew: rounding would let it rise between two bets, and a death in the middle of the
 * payouts would leave some of them behind.
 */
function endAllAt(round: FlyingRound, atHundredths: number, effects: CrashEffect[]): void {
  round.limitHitHundredths = Math.min(round.limitHitHundredths ?? atHundredths, atHundredths);
  const receivedAtMs = instantOnWall(round, atHundredths);
  for (const bet of openById(round)) {
    cashOut(round, bet, { atHundredths, receivedAtMs, reason: 'limit' }, effects);
  }
}

/** The bets that still fly, in the order in which ends at one multiplier count. */
export function openById(round: FlyingRound): Bet[] {
  const open = round.autoOrder.filter((bet) => bet.state === 'open');
  return open.sort((a, b) => (a.betId < b.betId ? -1 : 1));
}

function instantOnWall(round: FlyingRound, hundredths: number): number {
  return wallInstantMs(round, instantOf(hundredths));
}

function skipEnded(round: FlyingRound): void {
  while (round.autoCursor < round.autoOrder.length && round.autoOrder[round.autoCursor]!.state !== 'open') {
    round.autoCursor += 1;
  }
}
