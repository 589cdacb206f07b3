import {
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { assert } from '../../domain/assert.ts';
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
  /** Keeps private keys sealed; here they are open. */
  keys: KeyStore;
  entropy: Entropy;
  clock: { nowMs(): number };
}

/** Reads the keys, making those that are missing. Two members that start at once end up with the same. */
export async function loadSigningKeys(deps: KeyDeps): Promise<SigningKeys> {
  const access = await ensure(deps, 'access');
  const receipt = await ensure(deps, 'receipt');
  const all = await deps.keys.keys();
  const accessByKid = new Map(
    all.filter((key) => key.purpose === 'access').map((key) => [key.kid, createSecretKey(key.privateKey)]),
  );
  const secret = accessByKid.get(access.kid);
  assert(secret, 'the access key in force is among the stored ones');
  return {
    access: { kid: access.kid, secret },
    accessByKid,
    receipt: { kid: receipt.kid, privateKey: openPrivateKey(receipt) },
    publicJwks: all.flatMap((key) => (key.publicJwk === null ? [] : [key.publicJwk])),
  };
}

async function ensure(deps: KeyDeps, purpose: SigningKey['purpose']): Promise<SigningKey> {
  const stored = (await deps.keys.keys()).findLast((key) => key.purpose === purpose);
  if (stored) return stored;
  return deps.keys.ensure(purpose === 'access' ? makeAccessKey(deps) : makeReceiptKey(deps));
}

function makeAccessKey({ entropy, clock }: KeyDeps): SigningKey {
  return {
    kid: entropy.uuid(),
    purpose: 'access',
    algorithm: 'HS256',
    privateKey: randomBytes(32),
    publicJwk: null,
    createdAtMs: clock.nowMs(),
  };
}

function makeReceiptKey({ entropy, clock }: KeyDeps): SigningKey {
  const kid = entropy.uuid();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    kid,
    purpose: 'receipt',
    algorithm: 'EdDSA',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' },
    createdAtMs: clock.nowMs(),
  };
}

function openPrivateKey({ privateKey }: SigningKey): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey), type: 'pkcs8', format: 'der' });
}
