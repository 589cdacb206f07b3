import { MAX_CASHOUT_HUNDREDTHS, MIN_CASHOUT_HUNDREDTHS } from '../../../../domain/crash/curve.ts';
import { STAKE_STEP_COINS } from '../../../../domain/money.ts';
import type { BetOrder } from '../../../sdk/index.ts';

/** What the player typed. Both stay text until they are sent: a half-typed number is not an error yet. */
export interface OrderDraft {
  stake: string;
  auto: string;
}

export interface StakeLimits {
  minBetCoins: number;
  maxBetCoins: number;
}

export type OrderProblem = 'stake' | 'funds' | 'auto';

export function readOrder(
  draft: OrderDraft,
  limits: StakeLimits,
  balanceCoins: number | null,
): { order: BetOrder; problem: null } | { order: null; problem: OrderProblem } {
  const amountCoins = readStake(draft.stake);
  const whole = amountCoins !== null && amountCoins % STAKE_STEP_COINS === 0;
  if (!whole || amountCoins < limits.minBetCoins || amountCoins > limits.maxBetCoins) {
    return { order: null, problem: 'stake' };
  }
  const autoCashoutHundredths = readAuto(draft.auto);
  if (autoCashoutHundredths === 'invalid') return { order: null, problem: 'auto' };
  if (balanceCoins !== null && amountCoins > balanceCoins) return { order: null, problem: 'funds' };
  return { order: { amountCoins, autoCashoutHundredths }, problem: null };
}

/** Digits, with the separators people type or paste; null for anything else. */
export function readStake(text: string): number | null {
  const digits = text.replace(/[\s,]/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : null;
}

/** Hundredths; null when empty: no auto cash-out. */
export function readAuto(text: string): number | null | 'invalid' {
  const plain = text.replace(/[\s,×x]/g, '');
  if (plain === '') return null;
  if (!/^\d{1,7}(\.\d{0,2})?$/.test(plain)) return 'invalid';
  // Through the decimal digits, not through a float: 1.15 * 100 is 114.99999999999999.
  const [whole = '0', fraction = ''] = plain.split('.');
  const hundredths = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return hundredths >= MIN_CASHOUT_HUNDREDTHS && hundredths <= MAX_CASHOUT_HUNDREDTHS
    ? hundredths
    : 'invalid';
}

/** The nearest stake that the table takes. */
export function fitStake(amountCoins: number, limits: StakeLimits, balanceCoins: number | null): number {
  const most = Math.min(limits.maxBetCoins, balanceCoins ?? limits.maxBetCoins);
  const stepped = Math.floor(Math.min(amountCoins, most) / STAKE_STEP_COINS) * STAKE_STEP_COINS;
  return Math.max(limits.minBetCoins, stepped);
}
