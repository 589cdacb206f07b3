import type { MikroORM } from '@mikro-orm/postgresql';
import { assert } from '../../domain/assert.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import type { KeyStore, SigningKey } from '../../domain/identity/port.ts';
import { SigningKeyEntity } from '../entities/signingKey.ts';
import { orThrow } from '../transact.ts';

/** Names this lock among PostgreSQL's advisory locks. */
const ROTATION_LOCK = 7_301_990_618;

/** Binds a ciphertext to its key: one copied to another row does not open. */
export const signingKeyPurpose = (key: { kid: string; purpose: string }) =>
  `signing_key ${key.purpose} ${key.kid}`;

export function keyStore(orm: MikroORM, cipher: Cipher): KeyStore {
  /** Of all that is sealed these are opened first, at the start: a wrong key shows here. */
  function opened(row: Pick<SigningKey, 'kid' | 'purpose'> & { sealedPrivateKey: Uint8Array }): Uint8Array {
    try {
      return cipher.open(row.sealedPrivateKey, signingKeyPurpose(row));
    } catch (cause) {
      throw new Error(
        'SECRETS_KEY (or secrets.key in DATA_DIR) is not the one that this database was sealed with: ' +
          'set the one from before (docs/OPERATIONS.md, Troubleshooting)',
        { cause },
      );
    }
  }

  async function read(): Promise<SigningKey[]> {
    const rows = await orm.em
      .fork()
      .find(SigningKeyEntity, {}, { orderBy: { createdAtMs: 'asc', kid: 'asc' } });
    return rows.map((row) => ({
      kid: row.kid,
      purpose: row.purpose,
      algorithm: row.algorithm,
      privateKey: opened(row),
      publicJwk: row.publicJwk ?? null,
      createdAtMs: row.createdAtMs,
    }));
  }
  return {
    keys: () => orThrow(read),

    ensure: ({ privateKey, ...key }, afterMs) =>
      orThrow(async () => {
        await orm.em.fork().transactional(async (em) => {
          // Of members that find the same key old, one makes the next.
          await em.execute('select pg_advisory_xact_lock(?)', [ROTATION_LOCK]);
          const newer = await em.count(SigningKeyEntity, {
            purpose: key.purpose,
            createdAtMs: { $gt: afterMs },
          });
          if (newer > 0) return;
          const sealedPrivateKey = cipher.seal(privateKey, signingKeyPurpose(key));
          em.create(SigningKeyEntity, { ...key, sealedPrivateKey });
        });
        const inForce = (await read()).findLast(({ purpose }) => purpose === key.purpose);
        assert(inForce, `no ${key.purpose} key after it was ensured`);
        return inForce;
      }),

    dropAccessKeys: (beforeMs) =>
      orThrow(async () => {
        await orm.em.fork().execute(
          `delete from signing_key old where old.purpose = 'access' and exists (
             select 1 from signing_key next where next.purpose = 'access'
                and next.created_at_ms > old.created_at_ms and next.created_at_ms < ?)`,
          [beforeMs],
        );
      }),
  };
}
