import {
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { assert } from '../../domain/assert.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import type { KeyStore, SigningKey } from '../../domain/identity/port.ts';
import type { Entropy } from '../entropy.ts';

/** The keys of this cluster, opened. */
export interface SigningKeys {
  /** HS256: signs access tokens. */
  access: { kid: string; secret: KeyObject };
  /** Every access key by its kid, so that tokens outlive a change of keys. */
  accessByKid: ReadonlyMap<string, KeyObject>;
  /** Ed25519: signs receipts. */
  receipt: { kid: string; privateKey: KeyObject };
  /** The public halves, old ones too, for ever: a receipt stays checkable. */
  publicJwks: readonly Record<string, unknown>[];
}

interface KeyDeps {
  keys: KeyStore;
  cipher: Cipher;
  entropy: Entropy;
  clock: { nowMs(): number };
}

/** Reads the keys, making those that are missing. Two members that start at once end up with the same. */
export async function loadSigningKeys(deps: KeyDeps): Promise<SigningKeys> {
  const access = await ensure(deps, 'access');
  const receipt = await ensure(deps, 'receipt');
  const all = await deps.keys.keys();
  const accessByKid = new Map(
    all.filter((key) => key.purpose === 'access').map((key) => [key.kid, openSecret(deps.cipher, key)]),
  );
  const secret = accessByKid.get(access.kid);
  assert(secret, 'the access key in force is among the stored ones');
  return {
    access: { kid: access.kid, secret },
    accessByKid,
    receipt: { kid: receipt.kid, privateKey: openPrivateKey(deps.cipher, receipt) },
    publicJwks: all.flatMap((key) => (key.publicJwk === null ? [] : [key.publicJwk])),
  };
}

async function ensure(deps: KeyDeps, purpose: SigningKey['purpose']): Promise<SigningKey> {
  const stored = (await deps.keys.keys()).findLast((key) => key.purpose === purpose);
  if (stored) return stored;
  return deps.keys.ensure(purpose === 'access' ? makeAccessKey(deps) : makeReceiptKey(deps));
}

function makeAccessKey({ cipher, entropy, clock }: KeyDeps): SigningKey {
  const kid = entropy.uuid();
  return {
    kid,
    purpose: 'access',
    algorithm: 'HS256',
    privateKey: cipher.seal(randomBytes(32), purposeOf(kid)),
    publicJwk: null,
    createdAtMs: clock.nowMs(),
  };
}

function makeReceiptKey({ cipher, entropy, clock }: KeyDeps): SigningKey {
  const kid = entropy.uuid();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    kid,
    purpose: 'receipt',
    algorithm: 'EdDSA',
    privateKey: cipher.seal(privateKey.export({ type: 'pkcs8', format: 'der' }), purposeOf(kid)),
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' },
    createdAtMs: clock.nowMs(),
  };
}

function openSecret(cipher: Cipher, key: SigningKey): KeyObject {
  return createSecretKey(cipher.open(key.privateKey, purposeOf(key.kid)));
}

function openPrivateKey(cipher: Cipher, key: SigningKey): KeyObject {
  const der = Buffer.from(cipher.open(key.privateKey, purposeOf(key.kid)));
  return createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
}

/** A sealed key opens under its own kid only: a row's key can't be passed off as another's. */
function purposeOf(kid: string): string {
  return `signing-key:${kid}`;
}
