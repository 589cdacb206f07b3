import { assert } from '../assert.ts';
import { isAmount, STAKE_STEP_COINS } from '../money.ts';
import { type Failure, failure } from '../protocol/errors.ts';
import type { CrashEffect, PlayerCommand } from './commands.ts';
import { MAX_CASHOUT_HUNDREDTHS, MIN_CASHOUT_HUNDREDTHS } from './curve.ts';
import { exceedsExposure } from './exposure.ts';
import type { Bet, CrashRound } from './round.ts';
import type { TableRules } from './tables.data.ts';

export type BetCommand = Extract<PlayerCommand, { type: 'bet' }>;

/** Takes a bet and asks for its stake, or answers the first check that fails (order: SPEC.md, CR1). */
export function placeBet(
  round: CrashRound,
  command: BetCommand,
  nowMs: number,
  effects: CrashEffect[],
): Failure | null {
  const { amountCoins, autoCashoutHundredths } = command;
  const { rules } = round;
  if (!isStake(rules, amountCoins)) {
    const { minBetCoins: min, maxBetCoins: max } = rules;
    return failure('invalid_amount', { field: 'amountCoins', min, max, step: STAKE_STEP_COINS });
  }
  if (autoCashoutHundredths !== null && !isTarget(autoCashoutHundredths)) {
    const bounds = { min: MIN_CASHOUT_HUNDREDTHS, max: MAX_CASHOUT_HUNDREDTHS };
    return failure('invalid_request', { field: 'autoCashoutHundredths', ...bounds });
  }
  if (round.phase !== 'betting' || round.closing || nowMs >= round.bettingEndsAtMs) {
    return failure('round_closed', { game: round.game });
  }
  const other = round.betOfPlayer.get(command.playerId);
  if (other !== undefined) return failure('already_bet', { betId: other.betId });
  if (exceedsExposure(rules, round.stakedCoins, amountCoins)) {
    const { maxRoundPayoutCoins } = rules;
    return failure('limit_exceeded', {
      field: 'amountCoins',
      maxRoundPayoutCoins,
      stakedCoins: round.stakedCoins,
    });
  }

  assert(!round.bets.has(command.betId), `bet id ${command.betId} was used before`);
  const bet: Bet = {
    betId: command.betId,
    playerId: command.playerId,
    nickname: command.nickname,
    bot: command.bot,
    accountId: command.accountId,
    amountCoins,
    autoCashoutHundredths,
    receivedAtMs: nowMs,
    sequence: round.nextSequence,
    state: 'pending',
    cashout: null,
  };
  round.nextSequence += 1;
  round.bets.set(bet.betId, bet);
  round.betOfPlayer.set(bet.playerId, bet);
  round.stakedCoins += amountCoins;
  effects.push({ type: 'holdStake', bet });
  return null;
}

/** The stake is committed. It may come after the book was closed with this bet in it: then all is done. */
export function stakeHeld(round: CrashRound, betId: string): void {
  const bet = round.bets.get(betId);
  if (bet?.state === 'pending') bet.state = 'open';
}

/** The stake was refused for good: the bet never was, and its player may bet again. */
export function stakeRefused(round: CrashRound, betId: string): void {
  const bet = round.bets.get(betId);
  if (bet === undefined) return;
  assert(
    bet.state === 'pending' && round.phase === 'betting',
    `bet ${betId} was refused, but is ${bet.state}`,
  );
  round.bets.delete(betId);
  round.betOfPlayer.delete(bet.playerId);
  round.stakedCoins -= bet.amountCoins;
}

function isStake(rules: TableRules, amountCoins: number): boolean {
  if (!isAmount(amountCoins) || amountCoins % STAKE_STEP_COINS !== 0) return false;
  return amountCoins >= rules.minBetCoins && amountCoins <= rules.maxBetCoins;
}

function isTarget(hundredths: number): boolean {
  if (!Number.isSafeInteger(hundredths)) return false;
  return hundredths >= MIN_CASHOUT_HUNDREDTHS && hundredths <= MAX_CASHOUT_HUNDREDTHS;
}
