import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Cipher } from '../domain/identity/cipher.ts';

/** First byte of everything sealed, so that a later format can be told apart. */
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_FILE = 'secrets.key';

/**
 * AES-256-GCM with a random 96-bit nonce: `format, nonce, tag, ciphertext`. The key is derived from
 * `secretsKey` by HKDF-SHA-256. (No password hash: the setting demands 32 characters of a random secret, and
 * the one we make ourselves has 256 bits.)
 */
export function createCipher(secretsKey: string): Cipher {
  const key = Buffer.from(hkdfSync('sha256', secretsKey, '', 'fairground at-rest encryption 1', 32));
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const bodyAt = 1 + NONCE_BYTES + TAG_BYTES;
      if (bytes.length < bodyAt || bytes[0] !== FORMAT) throw new Error('not a sealed value of this format');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE_BYTES));
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, bodyAt));
      return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]);
    },
  };
}

interface KeySettings {
  secretsKey: string | null;
  dataDir: string;
}

/** The same as `readSecretsKey`, but null where none was made yet. */
export function keptSecretsKey({ secretsKey, dataDir }: KeySettings): string | null {
  return secretsKey ?? read(join(dataDir, KEY_FILE));
}

/**
 * The setting `SECRETS_KEY`, or else the key kept in `dataDir`, made at the first start. The file appears
 * whole or not at all, and the first of two processes that start at once wins.
 */
export function readSecretsKey(settings: KeySettings): string {
  const kept = keptSecretsKey(settings);
  if (kept !== null) return kept;
  mkdirSync(settings.dataDir, { recursive: true });
  const path = join(settings.dataDir, KEY_FILE);
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, `${randomBytes(32).toString('hex')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = read(path);
  if (made === null) throw new Error(`${path} vanished while it was being made`);
  return made;
}

function read(path: string): string | null {
  let key: string;
  try {
    key = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (key.length < 32) throw new Error(`${path} does not hold a key of at least 32 characters`);
  chmodSync(path, 0o600);
  return key;
}
