import type { MikroORM } from '@mikro-orm/postgresql';
import { assert } from '../../domain/assert.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import type { KeyStore, SigningKey } from '../../domain/identity/port.ts';
import { SigningKeyEntity } from '../entities/signingKey.ts';
import { orThrow } from '../transact.ts';

const purposeOf = (key: { kid: string; purpose: string }) => `signing_key ${key.purpose} ${key.kid}`;

export function keyStore(orm: MikroORM, cipher: Cipher): KeyStore {
  async function read(): Promise<SigningKey[]> {
    const rows = await orm.em.fork().find(SigningKeyEntity, {}, { orderBy: { createdAtMs: 'asc' } });
    return rows.map((row) => ({
      kid: row.kid,
      purpose: row.purpose,
      algorithm: row.algorithm,
      privateKey: cipher.open(row.sealedPrivateKey, purposeOf(row)),
      publicJwk: row.publicJwk ?? null,
      createdAtMs: row.createdAtMs,
    }));
  }
  return {
    keys: () => orThrow(read),

    ensure: ({ privateKey, ...key }) =>
      orThrow(async () => {
        await orm.em
          .fork()
          .createQueryBuilder(SigningKeyEntity)
          .insert({ ...key, sealedPrivateKey: cipher.seal(privateKey, purposeOf(key)) })
          .onConflict('purpose')
          .ignore()
          .execute();
        const inForce = (await read()).find(({ purpose }) => purpose === key.purpose);
        assert(inForce, `no ${key.purpose} key after it was ensured`);
        return inForce;
      }),
  };
}
