import { type Currency, isAmount } from '../money.ts';
import { mintOf } from './accounts.ts';
import { bodyFingerprint, operationKey } from './keys.ts';
import type { LedgerItem } from './port.ts';

/** The most that one grant gives. */
export const MOST_GRANT_AMOUNT = 1_000_000_000_000;

export function isGrantAmount(value: unknown): value is number {
  return isAmount(value) && value <= MOST_GRANT_AMOUNT;
}

/**
 * What an operator gives. The key is one for all operators: who repeats another's list gives nothing twice.
 * @param key of the operator's choice
 */
export function adminGrantItem(
  player: { id: string; accounts: Record<Currency, number> },
  { amount, currency }: { amount: number; currency: Currency },
  key: string,
): LedgerItem {
  const accountId = player.accounts[currency];
  return {
    key: operationKey('system', 'operators', 'grant.admin', key.toLowerCase()),
    fingerprint: bodyFingerprint({ playerId: player.id, amount, currency }),
    kind: 'grant.admin',
    legs: [{ debitAccountId: mintOf(currency), creditAccountId: accountId, amount }],
    answerAccountId: accountId,
    ref: null,
    claim: null,
    row: null,
  };
}
