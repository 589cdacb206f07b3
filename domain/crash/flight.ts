import { instantOf } from './curve.ts';
import { automaticEnd, roundLimitHundredths } from './exposure.ts';
import type { Bet, CrashRound, FlyingRound, Gap } from './round.ts';

/** A launch and where the curve stood still since: gaps ascending, not overlapping, none before the launch. */
export interface FlightTimes {
  launchedAtMs: number;
  gaps: readonly Gap[];
}

/** Flight time at a wall instant: since the launch, without the gaps. Inside a gap it stands still. */
export function flightElapsedMs(flight: FlightTimes, atMs: number): number {
  let elapsedMs = atMs - flight.launchedAtMs;
  for (const gap of flight.gaps) elapsedMs -= Math.max(0, Math.min(atMs, gap.toMs) - gap.fromMs);
  return Math.max(0, elapsedMs);
}

/** The first wall instant at which the flight time is `elapsedMs`: the inverse of `flightElapsedMs`. */
export function wallInstantMs(flight: FlightTimes, elapsedMs: number): number {
  let atMs = flight.launchedAtMs + elapsedMs;
  for (const gap of flight.gaps) if (atMs > gap.fromMs) atMs += gap.toMs - gap.fromMs;
  return atMs;
}

/** The launch as clients need it to draw: moved by the gaps, so that `now - launch` is flight time again. */
export function visibleLaunchedAtMs(flight: FlightTimes): number {
  return flight.gaps.reduce((launchedAtMs, gap) => launchedAtMs + gap.toMs - gap.fromMs, flight.launchedAtMs);
}

/**
 * Until when a round counts as served: every player could act until then, and what they did is booked. A
 * successor lets the curve stand still from here on, so it must not run ahead of a payout that only this
 * process knows, of a resumption at which nobody has been cashed out yet, or of a launch nobody has seen.
 * @returns a wall instant, at most `nowMs`; null while nothing may be said
 */
export function servedUntilMs(round: CrashRound, nowMs: number): number | null {
  if (round.phase === 'betting') return round.closing ? null : nowMs;
  if (round.phase === 'settled') return nowMs;
  let untilMs = Math.min(nowMs, round.resumesAtMs ?? nowMs);
  if (round.unbookedPayouts === 0) return untilMs;
  for (const bet of round.bets.values()) {
    if (bet.state === 'cashing') untilMs = Math.min(untilMs, bet.cashout!.receivedAtMs);
  }
  return untilMs;
}

/** The next bet that ends by itself, or undefined. */
export function nextAutomatic(round: FlyingRound): Bet | undefined {
  for (let index = round.autoCursor; index < round.autoOrder.length; index += 1) {
    if (round.autoOrder[index]!.state === 'open') return round.autoOrder[index];
  }
  return undefined;
}

/**
 * The round's limit as it stands: it rises with each cash-out, but not once the curve has reached it.
 * Infinity when nothing is open: a limit that ended everybody is not due again.
 */
export function currentRoundLimit(round: FlyingRound): number {
  if (round.openStakeCoins === 0) return Number.POSITIVE_INFINITY;
  const limit = roundLimitHundredths(round.rules, round.paidCoins, round.openStakeCoins);
  return Math.min(limit, round.limitHitHundredths ?? limit);
}

/**
 * When the round wants a `tick` (or, at a gap's end, `resumed`); null while it only waits for the ledger.
 * @returns a wall instant in ms, never before `nowMs`
 */
export function nextWakeAtMs(round: CrashRound, nowMs: number): number | null {
  if (round.phase === 'settled') return null;
  if (round.phase === 'betting') return round.closing ? null : Math.max(nowMs, round.bettingEndsAtMs);
  if (round.busted) return null;
  if (round.resumesAtMs !== null) return Math.max(nowMs, round.resumesAtMs);
  const next = nextAutomatic(round);
  const endHundredths =
    next === undefined ? Number.POSITIVE_INFINITY : automaticEnd(round.rules, next).atHundredths;
  const hundredths = Math.min(endHundredths, currentRoundLimit(round), round.bustHundredths);
  return Math.max(nowMs, wallInstantMs(round, instantOf(hundredths)));
}
