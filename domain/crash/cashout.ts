import { assert } from '../assert.ts';
import { payoutCoins } from '../money.ts';
import type { CrashEffect } from './commands.ts';
import type { Bet, CashoutReason, CrashRound, FlyingRound } from './round.ts';

/** The one way out of flight with a payout. */
export function cashOut(
  round: FlyingRound,
  bet: Bet,
  end: { atHundredths: number; receivedAtMs: number; reason: CashoutReason },
  effects: CrashEffect[],
): void {
  assert(bet.state === 'open' && bet.cashout === null, `bet ${bet.betId} is cashed out twice`);
  const cashout = {
    atHundredths: end.atHundredths,
    payoutCoins: payoutCoins(bet.amountCoins, end.atHundredths),
    receivedAtMs: end.receivedAtMs,
    sequence: round.nextSequence,
    reason: end.reason,
  };
  round.nextSequence += 1;
  bet.state = 'cashing';
  bet.cashout = cashout;
  round.openStakeCoins -= bet.amountCoins;
  round.paidCoins += cashout.payoutCoins;
  round.unbookedPayouts += 1;
  assert(cashout.payoutCoins <= round.rules.maxPayoutCoins, `bet ${bet.betId} pays beyond its limit`);
  assert(round.paidCoins <= round.rules.maxRoundPayoutCoins, `game ${round.game} pays beyond its limit`);
  effects.push({ type: 'payOut', bet, cashout });
}

/** The payout is committed. Repeats change nothing. */
export function payoutBooked(round: CrashRound, betId: string): void {
  const bet = round.bets.get(betId);
  if (round.phase !== 'flying' || bet?.state !== 'cashing') return;
  bet.state = 'cashed';
  round.unbookedPayouts -= 1;
}
