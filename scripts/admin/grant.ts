import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { mintOf } from '../../domain/ledger/accounts.ts';
import { bodyFingerprint, operationKey } from '../../domain/ledger/keys.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { CURRENCIES, type Currency } from '../../domain/money.ts';
import { accountOf, type Stores } from './stores.ts';

const MOST_AMOUNT = 1_000_000_000_000;
const TRIES = 5;

/** Gives an amount to a player, through the ledger. One call gives once, however often the database has to be asked. */
export async function grant(
  stores: Stores,
  [nickname = '', amountText = '', currency = '']: string[],
): Promise<string> {
  const amount = /^\d{1,13}$/.test(amountText) ? Number(amountText) : 0;
  if (amount < 1 || amount > MOST_AMOUNT) throw new Error(`AMOUNT may be 1 to ${MOST_AMOUNT}`);
  if (!isCurrency(currency)) throw new Error(`CURRENCY may be ${CURRENCIES.join(', ')}`);
  const player = await accountOf(stores, nickname);
  if (player === null) throw new Error(`there is no player ${nickname}`);
  const accountId = player.accounts[currency];
  const posting = await post(stores, {
    key: operationKey('system', player.id, 'grant.admin', randomUUID()),
    fingerprint: bodyFingerprint({ amount, currency }),
    kind: 'grant.admin',
    legs: [{ debitAccountId: mintOf(currency), creditAccountId: accountId, amount }],
    answerAccountId: accountId,
    ref: null,
    claim: null,
    row: null,
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
