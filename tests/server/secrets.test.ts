import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCipher, readSecretsKey } from '../../server/secrets.ts';

const key = 'a secret of more than 32 characters';
const plain = Buffer.from('the seed of a chain');

describe('the cipher', () => {
  test('opens what it sealed, and never seals the same twice', () => {
    const cipher = createCipher(key);
    const sealed = cipher.seal(plain, 'seed 1');
    expect(Buffer.from(cipher.open(sealed, 'seed 1'))).toEqual(plain);
    expect(Buffer.from(createCipher(key).open(sealed, 'seed 1'))).toEqual(plain);
    expect(Buffer.from(sealed).includes(plain)).toBe(false);
    expect(Buffer.from(cipher.seal(plain, 'seed 1'))).not.toEqual(Buffer.from(sealed));
  });

  test('opens nothing under another key, for another purpose, or changed by one bit anywhere', () => {
    const cipher = createCipher(key);
    const sealed = cipher.seal(plain, 'seed 1');
    expect(() => createCipher(`${key}!`).open(sealed, 'seed 1')).toThrow();
    expect(() => cipher.open(sealed, 'seed 2')).toThrow();
    expect(() => cipher.open(sealed.subarray(0, 20), 'seed 1')).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => cipher.open(changed, 'seed 1'), `byte ${at}`).toThrow();
    }
  });
});

describe('the secrets key', () => {
  const freshDir = () => mkdtempSync(join(tmpdir(), 'secrets-'));

  test('the setting wins', () => {
    expect(readSecretsKey({ secretsKey: key, dataDir: '/nowhere' })).toBe(key);
  });

  test('is made once, readable by its owner only, and kept', () => {
    const dataDir = join(freshDir(), 'not', 'there', 'yet');
    const made = readSecretsKey({ secretsKey: null, dataDir });
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(readSecretsKey({ secretsKey: null, dataDir })).toBe(made);
    expect(readFileSync(join(dataDir, 'secrets.key'), 'utf8').trim()).toBe(made);
    expect(statSync(join(dataDir, 'secrets.key')).mode & 0o777).toBe(0o600);
    expect(readSecretsKey({ secretsKey: null, dataDir: freshDir() })).not.toBe(made);
  });

  test('a damaged file is refused, not replaced: what it sealed would be lost', () => {
    const dataDir = freshDir();
    writeFileSync(join(dataDir, 'secrets.key'), 'short\n');
    expect(() => readSecretsKey({ secretsKey: null, dataDir })).toThrow(/32 characters/);
    expect(readFileSync(join(dataDir, 'secrets.key'), 'utf8')).toBe('short\n');
  });
});
