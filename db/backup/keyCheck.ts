import type { Cipher } from '../../domain/identity/cipher.ts';

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
