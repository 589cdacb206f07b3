import { assert } from '../assert.ts';
import { type Failure, failure } from '../protocol/errors.ts';
import type { CrashEffect, PlayerCommand } from './commands.ts';
import type { CrashRound } from './round.ts';

export type CancelCommand = Extract<PlayerCommand, { type: 'cancel' }>;

/** Asks for the stake of one's own open bet back, while the window is open (SPEC.md, CR7). */
export function cancelBet(
  round: CrashRound,
  command: CancelCommand,
  nowMs: number,
  effects: CrashEffect[],
): Failure | null {
  const bet = round.bets.get(command.betId);
  if (bet === undefined || bet.playerId !== command.playerId) return failure('no_active_bet');
  if (round.phase !== 'betting' || round.closing || nowMs >= round.bettingEndsAtMs) {
    return failure('round_closed', { game: round.game });
  }
  if (bet.state !== 'open') return failure('no_active_bet');
  bet.state = 'cancelling';
  effects.push({ type: 'releaseStake', bet, receivedAtMs: nowMs, sequence: round.nextSequence });
  round.nextSequence += 1;
  return null;
}

/** The stake is back: its player may bet again. */
export function stakeReleased(round: CrashRound, betId: string): void {
  const bet = round.bets.get(betId);
  if (bet === undefined || bet.state === 'cancelled') return;
  assert(
    bet.state === 'cancelling' && round.phase === 'betting',
    `bet ${betId} is released, but ${bet.state}`,
  );
  bet.state = 'cancelled';
  round.betOfPlayer.delete(bet.playerId);
  round.stakedCoins -= bet.amountCoins;
}

/** The ledger did not release the stake: the bet stands. */
export function releaseRefused(round: CrashRound, betId: string): void {
  const bet = round.bets.get(betId);
  if (bet?.state === 'cancelling') bet.state = 'open';
}
