import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import type { Result } from '../../domain/result.ts';
import { POST } from './connection.ts';
import { type BatchAnswer, decodeBatch } from './decode.ts';
import { encodeBatch } from './encode.ts';

/**
 * Posts one item within the caller's transaction: for operations that write more than money. It is to be their last
 * step and the transaction short, since the accounts stay locked until it ends, and every batch waits for them.
 */
export async function postWithin(client: pg.ClientBase, item: LedgerItem): Promise<Result<Posting>> {
  const encoded = encodeBatch([item]);
  const { rows } = await client.query<BatchAnswer>({ ...POST, values: encoded.parameters });
  const [posted] = decodeBatch([item], encoded, rows[0]!);
  assert(posted, 'an item alone depends on no other');
  return posted;
}
