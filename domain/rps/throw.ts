import { drawFloats, type SeedPair } from '../fairness/draw.ts';
import type { Played } from '../games/played.ts';
import { payoutCoins } from '../money.ts';
import type { Hand, RpsOutcome, RpsResult } from '../protocol/rps.ts';
import { fail, ok, type Result } from '../result.ts';
import { resultAgainst } from './hands.ts';
import type { RpsOdds } from './odds.ts';

/** A stake is a multiple of the table's step, within its limits: otherwise `invalid_amount` with these. */
export function checkBet(odds: RpsOdds, betCoins: number): Result<void> {
  const { minBetCoins: min, maxBetCoins: max, betStepCoins: step } = odds;
  if (Number.isSafeInteger(betCoins) && betCoins >= min && betCoins <= max && betCoins % step === 0) {
    return ok(undefined);
  }
  return fail('invalid_amount', { field: 'betCoins', min, max, step });
}

/** One throw against the house, whose hand is the game's first float (FAIRNESS F2). */
export function throwHand(
  odds: RpsOdds,
  draw: SeedPair,
  request: { betCoins: number; hand: Hand },
): Played<RpsOutcome> {
  const { betCoins, hand } = request;
  const [float] = drawFloats(draw, 1);
  const serverHand = odds.hands[Math.floor(float! * odds.hands.length)] as Hand;
  const outcome = resultAgainst(odds, hand, serverHand);
  return {
    betCoins,
    payoutCoins: payoutCoins(betCoins, payHundredths(odds, outcome)),
    inputs: { hand },
    outcome: { hand, serverHand, outcome },
    tally: { [outcome]: 1 },
  };
}

/**
 * The exact return to player against the house, whatever is thrown: the house's hand is drawn evenly, so one
 * third of the throws win, draw and lose each. Stakes are multiples of 100 coins, so rounding takes nothing.
 */
export function rpsReturnToPlayer(odds: RpsOdds): { numerator: number; denominator: number } {
  return { numerator: odds.winHundredths + odds.drawHundredths, denominator: 100 * odds.hands.length };
}

function payHundredths(odds: RpsOdds, outcome: RpsResult): number {
  if (outcome === 'lose') return 0;
  return outcome === 'win' ? odds.winHundredths : odds.drawHundredths;
}
