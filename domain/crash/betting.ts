import { assert } from '../assert.ts';
import type { CrashEffect } from './commands.ts';
import { MIN_CASHOUT_HUNDREDTHS } from './curve.ts';
import { ownLimitHundredths } from './exposure.ts';
import type { BettingRound } from './round.ts';
import type { TableRules } from './tables.data.ts';

/** A new round with an empty book. */
export function openBetting(
  rules: TableRules,
  game: number,
  startedAtMs: number,
  bettingEndsAtMs: number,
): BettingRound {
  assert(
    ownLimitHundredths(rules, rules.maxBetCoins) >= MIN_CASHOUT_HUNDREDTHS,
    `table ${rules.table}: maxPayoutCoins does not cover maxBetCoins at ${MIN_CASHOUT_HUNDREDTHS} hundredths`,
  );
  return {
    phase: 'betting',
    rules,
    game,
    startedAtMs,
    bettingEndsAtMs,
    closing: false,
    bets: new Map(),
    betOfPlayer: new Map(),
    nextSequence: 1,
    stakedCoins: 0,
  };
}

/** Asks for the closing transaction, once, when the window has passed. */
export function closeWhenDue(round: BettingRound, nowMs: number, effects: CrashEffect[]): void {
  if (round.closing || nowMs < round.bettingEndsAtMs) return;
  round.closing = true;
  effects.push({ type: 'closeBook', game: round.game });
}

/** The closing did not happen: the window goes on until `bettingEndsAtMs`. */
export function keepBookOpen(round: BettingRound, bettingEndsAtMs: number): void {
  round.closing = false;
  round.bettingEndsAtMs = bettingEndsAtMs;
}

/** After a stall in which nobody could bet: the window again, in full. A closing under way goes on. */
export function reopenWindow(round: BettingRound, nowMs: number): void {
  if (round.closing) return;
  round.bettingEndsAtMs = Math.max(round.bettingEndsAtMs, nowMs + round.rules.bettingMs);
}
