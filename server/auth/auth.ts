import type { IdentityStore, KeyStore } from '../../domain/identity/port.ts';
import type { Entropy } from '../entropy.ts';
import { createAccessTokens } from './accessTokens.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { loadSigningKeys, type SigningKeys } from './signingKeys.ts';

export interface Auth {
  keys: SigningKeys;
  sessions: Sessions;
  receipts: Receipts;
}

interface AuthDeps {
  identity: IdentityStore;
  keyStore: KeyStore;
  clock: { nowMs(): number };
  entropy: Entropy;
  isOutage(error: unknown): boolean;
}

/** Everything that signs or checks: made once at boot, from the keys in the database. */
export async function createAuth(deps: AuthDeps): Promise<Auth> {
  const { keyStore, ...rest } = deps;
  const keys = await loadSigningKeys({ ...rest, keys: keyStore });
  return {
    keys,
    sessions: createSessions({ ...rest, accessTokens: createAccessTokens(keys) }),
    receipts: createReceipts(keys),
  };
}
