import type { Currency } from '../money.ts';

/**
 * System accounts: fixed ids below 1000, one row each from the first migration. Their balances may be
 * negative (what the mint gave out, what the house paid). Player accounts have ids from 1000 on.
 */
export const SYSTEM_ACCOUNTS = {
  'mint.coins': 1,
  'mint.gems': 2,
  'mint.credits': 3,
  'house.crash.coins': 10,
  'house.slots.coins': 11,
  'house.gacha.coins': 12,
  'house.rps.coins': 13,
  /** Stakes of matches between players, until one of them is paid. */
  'escrow.rps.coins': 14,
  /** What backtests cost. */
  'house.backtest.credits': 15,
} as const;

export type SystemAccount = keyof typeof SYSTEM_ACCOUNTS;

export const FIRST_PLAYER_ACCOUNT_ID = 1000;

export function mintOf(currency: Currency): number {
  return SYSTEM_ACCOUNTS[`mint.${currency}`];
}
