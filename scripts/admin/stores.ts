import { openLedger } from '../../db/ledger/store.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { openPool } from '../../db/pool.ts';
import { auditStore } from '../../db/stores/audit.ts';
import { credentialStore } from '../../db/stores/credentials.ts';
import { identityStore } from '../../db/stores/identity.ts';
import { keyStore } from '../../db/stores/keys.ts';
import type { AuditStore } from '../../domain/audit/port.ts';
import type { CredentialStore } from '../../domain/identity/credentials.ts';
import { normalNickname } from '../../domain/identity/nickname.ts';
import type { IdentityStore, KeyStore, Player } from '../../domain/identity/port.ts';
import type { LedgerStore } from '../../domain/ledger/port.ts';
import type { Config } from '../../server/config.ts';
import { createCipher, readSecretsKey } from '../../server/secrets.ts';

/** What the commands work on: no secret is opened but by the one that needs it. */
export interface Stores {
  identity: IdentityStore;
  credentials: CredentialStore;
  ledger: LedgerStore;
  audit: AuditStore;
  /** Opens what is sealed under the servers' `SECRETS_KEY`. */
  keys(): KeyStore;
  close(): Promise<void>;
}

export async function openStores(url: string, config: Config): Promise<Stores> {
  const orm = await connectOrm(url);
  try {
    await migrate(orm, url);
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  const pool = openPool(url, 'fairground admin');
  const ledger = openLedger(url, pool);
  return {
    identity: identityStore(orm, pool),
    credentials: credentialStore(pool),
    ledger,
    audit: auditStore(pool),
    keys: () => keyStore(orm, createCipher(readSecretsKey(config))),
    async close() {
      await ledger.close();
      await pool.end();
      await orm.close(true);
    },
  };
}

/** The account of that name, or null. */
export async function accountOf({ credentials }: Stores, nickname: string): Promise<Player | null> {
  return (await credentials.credentials(normalNickname(nickname)))?.player ?? null;
}
