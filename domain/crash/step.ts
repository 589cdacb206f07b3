import { assert, unreachable } from '../assert.ts';
import type { Failure } from '../protocol/errors.ts';
import { advanceUnlessStanding } from './advance.ts';
import { placeBet, stakeHeld, stakeRefused } from './bet.ts';
import { closeWhenDue, keepBookOpen, reopenWindow } from './betting.ts';
import { launch } from './book.ts';
import { cancelBet, releaseRefused, stakeReleased } from './cancel.ts';
import { payoutBooked } from './cashout.ts';
import { requestCashout } from './cashoutRequest.ts';
import type { CrashCommand, CrashEffect, PlayerCommand, Step, SystemCommand } from './commands.ts';
import { resume, standStill } from './gap.ts';
import type { CrashRound } from './round.ts';
import { settled, settleWhenBooked } from './settle.ts';

/**
 * One command at one instant: what becomes of the round, what has to be carried out, and why a player
 * was refused. Deterministic. The round may be changed in place; go on with the one that is returned.
 * @param nowMs whole epoch ms, never going back
 */
export function step(round: CrashRound, command: CrashCommand, nowMs: number): Step<CrashRound> {
  const effects: CrashEffect[] = [];
  let next = round;
  let refusal: Failure | null = null;
  passTime(round, command, nowMs, effects);
  if (isPlayers(command)) refusal = take(round, command, nowMs, effects);
  else next = apply(round, command, nowMs, effects);
  if (next.phase === 'flying') settleWhenBooked(next, effects);
  return { round: next, effects, refusal };
}

/** Whatever was due before this command. A stall says that time did *not* pass; a cash-out judges by itself. */
function passTime(round: CrashRound, command: CrashCommand, nowMs: number, effects: CrashEffect[]): void {
  if (command.type === 'stalled' || command.type === 'resumed' || command.type === 'cashout') return;
  if (round.phase === 'betting') closeWhenDue(round, nowMs, effects);
  else if (round.phase === 'flying') advanceUnlessStanding(round, nowMs, effects);
}

function take(
  round: CrashRound,
  command: PlayerCommand,
  nowMs: number,
  effects: CrashEffect[],
): Failure | null {
  switch (command.type) {
    case 'bet':
      return placeBet(round, command, nowMs, effects);
    case 'cancel':
      return cancelBet(round, command, nowMs, effects);
    case 'cashout':
      return requestCashout(round, command, nowMs, effects);
    default:
      return unreachable(command);
  }
}

function apply(round: CrashRound, command: SystemCommand, nowMs: number, effects: CrashEffect[]): CrashRound {
  switch (command.type) {
    case 'stakeHeld':
      stakeHeld(round, command.betId);
      return round;
    case 'stakeRefused':
      stakeRefused(round, command.betId);
      return round;
    case 'stakeReleased':
      stakeReleased(round, command.betId);
      return round;
    case 'releaseRefused':
      releaseRefused(round, command.betId);
      return round;
    case 'bookClosed':
      assert(round.phase === 'betting', `game ${round.game}: its book was closed in ${round.phase}`);
      return launch(round, command, effects);
    case 'bookStillOpen':
      assert(round.phase === 'betting', `game ${round.game}: its book stays open in ${round.phase}`);
      keepBookOpen(round, command.bettingEndsAtMs);
      return round;
    case 'payoutBooked':
      payoutBooked(round, command.betId);
      return round;
    case 'stalled':
      if (round.phase === 'betting') reopenWindow(round, nowMs);
      else if (round.phase === 'flying') standStill(round, command.fromMs, command.resumesAtMs, effects);
      return round;
    case 'resumed':
      if (round.phase === 'betting') closeWhenDue(round, nowMs, effects);
      else if (round.phase === 'flying') resume(round, command.presentPlayerIds, nowMs, effects);
      return round;
    case 'settled':
      assert(round.phase === 'flying', `game ${round.game} settles in ${round.phase}`);
      return settled(round, command.hash);
    case 'tick':
      return round;
    default:
      return unreachable(command);
  }
}

function isPlayers(command: CrashCommand): command is PlayerCommand {
  return command.type === 'bet' || command.type === 'cancel' || command.type === 'cashout';
}
