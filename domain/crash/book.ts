import { assert } from '../assert.ts';
import { advance } from './advance.ts';
import type { CrashEffect, SystemCommand } from './commands.ts';
import { instantOf } from './curve.ts';
import { automaticEnd } from './exposure.ts';
import type { Bet, BettingRound, FlyingRound } from './round.ts';

export type BookClosed = Extract<SystemCommand, { type: 'bookClosed' }>;

/** Betting -> flying. The database's list decides which bets are in the book (SPEC.md, CR9). */
export function launch(round: BettingRound, command: BookClosed, effects: CrashEffect[]): FlyingRound {
  assert(round.closing, `game ${round.game}: its book was closed unasked`);
  const inBook = new Set(command.betIds);
  for (const betId of inBook) assert(round.bets.has(betId), `bet ${betId} is in the book, but unknown here`);
  for (const bet of [...round.bets.values()]) {
    if (inBook.has(bet.betId)) enterBook(round, bet);
    else leaveBook(round, bet);
  }
  const flying = enterFlight(round, {
    betBookRoot: command.betBookRoot,
    launchedAtMs: command.launchedAtMs,
    gaps: [],
    bustHundredths: command.bustHundredths,
  });
  // Only what happens at the launch itself (a bust of 1.00): whether the curve flew since is not known yet.
  advance(flying, command.launchedAtMs, effects);
  return flying;
}

type Launch = Pick<FlyingRound, 'betBookRoot' | 'launchedAtMs' | 'gaps' | 'bustHundredths'>;

/** The one way into flight. The bets are those of the book (open or cashed) and cancelled ones. */
export function enterFlight(
  round: Omit<BettingRound, 'phase' | 'bettingEndsAtMs' | 'closing'>,
  at: Launch,
): FlyingRound {
  const book = [...round.betOfPlayer.values()];
  const open = book.filter((bet) => bet.state === 'open');
  const cashed = book.filter((bet) => bet.cashout !== null);
  assert(open.length + cashed.length === book.length, 'a bet of the book is open or cashed');
  return {
    phase: 'flying',
    rules: round.rules,
    game: round.game,
    startedAtMs: round.startedAtMs,
    bets: round.bets,
    betOfPlayer: round.betOfPlayer,
    nextSequence: round.nextSequence,
    stakedCoins: sum(book, (bet) => bet.amountCoins),
    ...at,
    bustElapsedMs: instantOf(at.bustHundredths),
    paidCoins: sum(cashed, (bet) => bet.cashout!.payoutCoins),
    openStakeCoins: sum(open, (bet) => bet.amountCoins),
    unbookedPayouts: 0,
    busted: false,
    settling: false,
    flownToMs: at.launchedAtMs,
    resumesAtMs: null,
    limitHitHundredths: limitHit(round.rules, cashed),
    autoOrder: byAutomaticEnd(round.rules, open),
    autoCursor: 0,
  };
}

function enterBook(round: BettingRound, bet: Bet): void {
  assert(bet.state !== 'cancelled', `bet ${bet.betId} was cancelled, but is in the book`);
  bet.state = 'open';
  round.betOfPlayer.set(bet.playerId, bet);
}

/** Not in the book: its stake was never held, or is back. */
function leaveBook(round: BettingRound, bet: Bet): void {
  assert(bet.state !== 'open', `bet ${bet.betId} was held, but is not in the book`);
  if (round.betOfPlayer.get(bet.playerId) === bet) round.betOfPlayer.delete(bet.playerId);
  if (bet.state === 'pending') round.bets.delete(bet.betId);
  else bet.state = 'cancelled';
}

/** A `limit` that is not the bet's own was the round's (a dead owner may have booked only some of its payouts). */
function limitHit(rules: BettingRound['rules'], cashed: readonly Bet[]): number | null {
  for (const bet of cashed) {
    const { atHundredths, reason } = bet.cashout!;
    if (reason === 'limit' && atHundredths !== automaticEnd(rules, bet).atHundredths) return atHundredths;
  }
  return null;
}

function byAutomaticEnd(rules: BettingRound['rules'], open: readonly Bet[]): Bet[] {
  return open
    .map((bet) => ({ bet, atHundredths: automaticEnd(rules, bet).atHundredths }))
    .sort((a, b) => a.atHundredths - b.atHundredths || (a.bet.betId < b.bet.betId ? -1 : 1))
    .map(({ bet }) => bet);
}

function sum(bets: readonly Bet[], coins: (bet: Bet) => number): number {
  return bets.reduce((total, bet) => total + coins(bet), 0);
}
