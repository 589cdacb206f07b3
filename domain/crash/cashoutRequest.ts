import { type Failure, failure } from '../protocol/errors.ts';
import { advance } from './advance.ts';
import { cashOut } from './cashout.ts';
import type { CrashEffect, PlayerCommand } from './commands.ts';
import { multiplierAt } from './curve.ts';
import { flightElapsedMs } from './flight.ts';
import type { CrashRound } from './round.ts';

export type CashoutCommand = Extract<PlayerCommand, { type: 'cashout' }>;

/** A player's cash-out, judged by its receive time (SPEC.md, CR11). */
export function requestCashout(
  round: CrashRound,
  command: CashoutCommand,
  nowMs: number,
  effects: CrashEffect[],
): Failure | null {
  // Whatever was due by then came first: this bet's own target, a limit, the bust.
  if (round.phase === 'flying') advance(round, nowMs, effects);
  const bet = round.bets.get(command.betId);
  if (bet === undefined || bet.playerId !== command.playerId) return failure('no_active_bet');
  if (round.phase === 'betting' || bet.state !== 'open') return failure('no_active_bet');
  if (round.phase === 'settled' || round.busted) return failure('too_late', { game: round.game });
  const receivedAtMs = round.flownToMs;
  const atHundredths = multiplierAt(flightElapsedMs(round, receivedAtMs));
  cashOut(round, bet, { atHundredths, receivedAtMs, reason: 'player' }, effects);
  return null;
}
