import { randomBytes, randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '../../db/open.ts';
import { createCipher } from '../../server/secrets.ts';

/** Every store of that database, as a process of its own would open them. */
export function openFor(url: string, secretsKey: string): Promise<Database> {
  return openDatabase({
    ...{ url, cipher: createCipher(secretsKey), ownerId: randomUUID(), newUuid: randomUUID, nowMs: Date.now },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  });
}
