import type pg from 'pg';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { signingKeyPurpose } from '../stores/keys.ts';

const PURPOSE = 'backup';
const TEXT = 'sealed by the SECRETS_KEY of this backup';

/** What shows later, without telling anything, whether a key is the one that the rows were sealed with. */
export function sealKeyCheck(cipher: Cipher): string {
  return Buffer.from(cipher.seal(Buffer.from(TEXT), PURPOSE)).toString('base64');
}

export function opensKeyCheck(cipher: Cipher, keyCheck: string): boolean {
  try {
    return Buffer.from(cipher.open(Buffer.from(keyCheck, 'base64'), PURPOSE)).toString() === TEXT;
  } catch {
    return false;
  }
}

interface SealedKey {
  kid: string;
  purpose: string;
  sealed: Buffer;
}

/**
 * A backup that vouches for a key which opens none of its rows could never be restored.
 * @throws Error when this is not the key that the servers seal with; a database that no server has sealed anything in has none
 */
export async function assertServersKey(client: pg.ClientBase, cipher: Cipher): Promise<void> {
  const { rows } = await client.query<SealedKey>(
    'select kid, purpose, sealed_private_key as sealed from signing_key order by created_at_ms desc limit 1',
  );
  if (!rows[0]) return;
  try {
    cipher.open(rows[0].sealed, signingKeyPurpose(rows[0]));
  } catch {
    throw new Error('this database was sealed with another SECRETS_KEY than the one here');
  }
}
