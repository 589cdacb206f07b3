import { assert } from './assert.ts';

/** Currencies of play money. All amounts are whole units of one of them. */
export const CURRENCIES = ['coins', 'gems', 'credits'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Stakes are multiples of this, so that `bet * hundredths / 100` is exact and the published return too. */
export const STAKE_STEP_COINS = 100;

/** True for what may be moved: a positive safe integer. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/**
 * What a bet pays at a multiplier, rounded down once (FAIRNESS F1).
 * @param betCoins positive integer coins
 * @param hundredths multiplier in hundredths, >= 100
 */
export function payoutCoins(betCoins: number, hundredths: number): number {
  const product = betCoins * hundredths;
  assert(Number.isSafeInteger(product), `payout overflow: ${betCoins} * ${hundredths}`);
  return Math.floor(product / 100);
}
