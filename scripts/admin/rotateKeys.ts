import { randomUUID } from 'node:crypto';
import { makeSigningKey } from '../../server/auth/makeSigningKey.ts';
import { audited } from './audited.ts';
import type { Stores } from './stores.ts';

/** Gives the keys that sign access tokens and receipts successors, whatever their age. Running servers take them up. */
export async function rotateKeys(stores: Stores): Promise<string> {
  const keys = stores.keys();
  // Opens the sealed ones: a new key under another SECRETS_KEY would be of no use to the servers.
  await keys.keys();
  const around = { entropy: { uuid: randomUUID }, clock: { nowMs: Date.now } };
  const made = await audited(stores, 'shell.rotateKeys', 'signing keys', async () => {
    const next = [];
    for (const purpose of ['access', 'receipt'] as const) {
      next.push(await keys.ensure(makeSigningKey(purpose, around), Number.MAX_SAFE_INTEGER));
    }
    return { value: next, before: null, after: next.map(({ purpose, kid }) => ({ purpose, kid })) };
  });
  return `${made.length} keys are made; every running server signs with them in three minutes`;
}
