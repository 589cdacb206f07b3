import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import { POST } from './connection.ts';
import { type BatchAnswer, decodeBatch } from './decode.ts';
import { encodeBatch } from './encode.ts';

/**
 * Posts items within the caller's transaction: for operations that write more than money. It is to be their last
 * step and the transaction short, since the accounts stay locked until it ends, and every batch waits for them. Who
 * posts more than once takes the accounts in the order of their ids.
 * @param items share nothing that `ledger_post` decides side by side: no key, bet, pair or document
 */
export async function postAllWithin(
  client: pg.ClientBase,
  items: readonly LedgerItem[],
): Promise<Result<Posting>[]> {
  const encoded = encodeBatch(items);
  const { rows } = await client.query<BatchAnswer>({ ...POST, values: encoded.parameters });
  return decodeBatch(items, encoded, rows[0]!).map((posted) => {
    assert(posted, 'none of the items depends on another');
    return posted;
  });
}

export async function postWithin(client: pg.ClientBase, item: LedgerItem): Promise<Result<Posting>> {
  const [posted] = await postAllWithin(client, [item]);
  return posted!;
}
