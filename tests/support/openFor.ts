import { randomBytes, randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';

/** Every store of that database, as a process of its own would open them. */
export async function openFor(url: string, cipher: Cipher): Promise<Database & { ownerId: string }> {
  const ownerId = randomUUID();
  const database = await openDatabase({
    ...{ url, cipher, ownerId, newUuid: randomUUID, nowMs: Date.now },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  });
  return { ...database, ownerId };
}
