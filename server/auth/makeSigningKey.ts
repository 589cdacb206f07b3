import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SigningKey } from '../../domain/identity/port.ts';

interface Surroundings {
  entropy: { uuid(): string };
  clock: { nowMs(): number };
}

/** A fresh key: 256 random bits for access tokens (HS256), an Ed25519 pair for receipts. */
export function makeSigningKey(purpose: SigningKey['purpose'], { entropy, clock }: Surroundings): SigningKey {
  const named = { kid: entropy.uuid(), purpose, createdAtMs: clock.nowMs() };
  if (purpose === 'access') {
    return { ...named, algorithm: 'HS256', privateKey: randomBytes(32), publicJwk: null };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    ...named,
    algorithm: 'EdDSA',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid: named.kid, alg: 'EdDSA', use: 'sig' },
  };
}
