import type { Bet } from './round.ts';
import type { TableRules } from './tables.data.ts';

/** A stake must fit into the round's maximum payout at least this many times, with all others open. */
const LEAST_ROUND_MULTIPLE = 2;

/** True if taking this stake beside those open would leave the round less than 2.00x of room. */
export function exceedsExposure(rules: TableRules, openStakeCoins: number, amountCoins: number): boolean {
  return (openStakeCoins + amountCoins) * LEAST_ROUND_MULTIPLE > rules.maxRoundPayoutCoins;
}

/** The multiplier at which a bet's payout reaches the table's maximum per bet, in hundredths. */
export function ownLimitHundredths(rules: Pick<TableRules, 'maxPayoutCoins'>, amountCoins: number): number {
  return Math.floor((rules.maxPayoutCoins * 100) / amountCoins);
}

/**
 * The largest hundredth at which what is paid plus all open payouts stays within the round's maximum.
 * Exact: stakes are multiples of 100 coins, so no open payout is rounded. A cash-out at or below it
 * never lowers it.
 * @returns Infinity when nothing is open
 */
export function roundLimitHundredths(
  rules: Pick<TableRules, 'maxRoundPayoutCoins'>,
  paidCoins: number,
  openStakeCoins: number,
): number {
  if (openStakeCoins === 0) return Number.POSITIVE_INFINITY;
  return Math.floor(((rules.maxRoundPayoutCoins - paidCoins) * 100) / openStakeCoins);
}

/** Where a bet ends by itself: at its target or, if that comes first, at its own limit. */
export function automaticEnd(
  rules: Pick<TableRules, 'maxPayoutCoins'>,
  bet: Pick<Bet, 'amountCoins' | 'autoCashoutHundredths'>,
): { atHundredths: number; reason: 'auto' | 'limit' } {
  const limit = ownLimitHundredths(rules, bet.amountCoins);
  const target = bet.autoCashoutHundredths;
  if (target !== null && target <= limit) return { atHundredths: target, reason: 'auto' };
  return { atHundredths: limit, reason: 'limit' };
}
