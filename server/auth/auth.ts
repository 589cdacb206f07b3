import type { CredentialStore } from '../../domain/identity/credentials.ts';
import type { IdentityStore, KeyStore, Player } from '../../domain/identity/port.ts';
import type { Result } from '../../domain/result.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import { createAccessTokens } from './accessTokens.ts';
import { logIn } from './login.ts';
import { createPasswords } from './passwords.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { loadSigningKeys, type SigningKeys } from './signingKeys.ts';

export interface Auth {
  keys: SigningKeys;
  sessions: Sessions;
  receipts: Receipts;
  /** See `logIn`. @param address of who asks */
  logIn(named: { nickname: string; password: string }, address: string): Promise<Result<Player>>;
  close(): Promise<void>;
}

interface AuthDeps {
  identity: IdentityStore;
  credentials: CredentialStore;
  keyStore: KeyStore;
  clock: { nowMs(): number };
  entropy: Entropy;
  logger: Logger;
  isOutage(error: unknown): boolean;
}

/** Everything that signs or checks: made once at boot, from the keys in the database. */
export async function createAuth(deps: AuthDeps): Promise<Auth> {
  const { keyStore, ...rest } = deps;
  const keys = await loadSigningKeys({ ...rest, keys: keyStore });
  const passwords = createPasswords();
  return {
    keys,
    sessions: createSessions({ ...rest, accessTokens: createAccessTokens(keys) }),
    receipts: createReceipts(keys),
    logIn: (named, address) => logIn({ ...rest, passwords }, named, address),
    close: () => passwords.close(),
  };
}
