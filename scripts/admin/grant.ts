import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminGrantItem, isGrantAmount, MOST_GRANT_AMOUNT } from '../../domain/ledger/adminGrant.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { CURRENCIES, type Currency } from '../../domain/money.ts';
import { audited } from './audited.ts';
import { accountOf, type Stores } from './stores.ts';

const TRIES = 5;

/** Gives an amount to a player, through the ledger. One call gives once, however often the database has to be asked. */
export async function grant(
  stores: Stores,
  [nickname = '', amountText = '', currency = '']: string[],
): Promise<string> {
  const amount = /^\d{1,13}$/.test(amountText) ? Number(amountText) : 0;
  if (!isGrantAmount(amount)) throw new Error(`AMOUNT may be 1 to ${MOST_GRANT_AMOUNT}`);
  if (!isCurrency(currency)) throw new Error(`CURRENCY may be ${CURRENCIES.join(', ')}`);
  const player = await accountOf(stores, nickname);
  if (player === null) throw new Error(`there is no player ${nickname}`);
  const item = adminGrantItem(player, { amount, currency }, randomUUID());
  const posting = await audited(stores, 'shell.grant', player.id, async () => {
    const value = await post(stores, item);
    return { value, before: null, after: { amount, currency, balance: value.balance } };
  });
  return `${player.nickname} got ${amount} ${currency}, and has ${posting.balance} now (transfer ${posting.transferId})`;
}

/** The same item again, as long as the outcome is unknown: its key lets it be written once. */
async function post(stores: Stores, item: LedgerItem): Promise<Posting> {
  for (let tries = 1; ; tries += 1) {
    const posted = await stores.ledger.post(item);
    if (posted.ok) return posted.value;
    if (posted.error.code !== 'store_unavailable' || tries === TRIES) throw new Error(posted.error.message);
    await sleep(500 * tries);
  }
}

function isCurrency(word: string): word is Currency {
  return (CURRENCIES as readonly string[]).includes(word);
}
