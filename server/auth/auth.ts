import type { RegisteredHandler } from '@colyseus/core';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { CredentialStore } from '../../domain/identity/credentials.ts';
import type { LoginStore } from '../../domain/identity/logins.ts';
import type { KeyStore, Player } from '../../domain/identity/port.ts';
import type { Result } from '../../domain/result.ts';
import type { Entropy } from '../entropy.ts';
import type { Logger } from '../logger.ts';
import { ACCESS_TOKEN_MS, createAccessTokens } from './accessTokens.ts';
import { keepHouse } from './housekeeping.ts';
import { createLane } from './lane.ts';
import { logIn } from './login.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { loadSigningKeys, type SigningKeys } from './signingKeys.ts';
import { createSignOuts } from './signOuts.ts';

/** Names that log in: more at once would only wait for the same connections. */
const LOOKED_UP_AT_ONCE = 8;

export interface Auth {
  keys: SigningKeys;
  sessions: Sessions;
  receipts: Receipts;
  passwords: Passwords;
  /** See `logIn`. @param address of who asks */
  logIn(named: { nickname: string; password: string }, address: string): Promise<Result<Player>>;
  /** Whether the account of that name can log in. @throws StoreUnavailableError */
  hasPassword(nickname: string): Promise<boolean>;
  /** Sockets in rooms of this kind are closed when their session ends. */
  attend(handler: RegisteredHandler): void;
  close(): Promise<void>;
}

interface AuthDeps {
  credentials: CredentialStore;
  logins: LoginStore;
  keyStore: KeyStore;
  bus: Pick<Bus, 'publish' | 'subscribe' | 'onGap'>;
  settings: { maxSessions: number; signingKeyDays: number };
  clock: { nowMs(): number };
  entropy: Entropy;
  logger: Logger;
  isOutage(error: unknown): boolean;
}

const DAY_MS = 86_400_000;

/** Everything that signs or checks: made once at boot, from the keys in the database. */
export async function createAuth(deps: AuthDeps): Promise<Auth> {
  const { keyStore, settings, ...rest } = deps;
  const keyMs = settings.signingKeyDays * DAY_MS;
  const keys = await loadSigningKeys({ ...rest, keys: keyStore, keyMs, tokenMs: ACCESS_TOKEN_MS });
  const passwords = createPasswords();
  const lane = createLane(LOOKED_UP_AT_ONCE);
  const signOuts = createSignOuts(rest);
  const house = keepHouse({ ...rest, keys });
  return {
    keys,
    sessions: createSessions({
      ...rest,
      signOuts,
      maxSessions: settings.maxSessions,
      accessTokens: createAccessTokens(keys),
    }),
    receipts: createReceipts(keys),
    passwords,
    logIn: (named, address) => logIn({ ...rest, passwords, lane }, named, address),
    hasPassword: async (nickname) =>
      ((await rest.credentials.credentials(nickname))?.passwordHash ?? null) !== null,
    attend: signOuts.attend,
    async close() {
      signOuts.stop();
      await house.stop();
      await passwords.close();
    },
  };
}
