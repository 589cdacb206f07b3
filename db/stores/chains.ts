import type { MikroORM } from '@mikro-orm/postgresql';
import { assert } from '../../domain/assert.ts';
import type { Chain, ChainStore } from '../../domain/crash/port.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { SeedChainEntity } from '../entities/seedChain.ts';
import { SeedCheckpointEntity } from '../entities/seedCheckpoint.ts';
import { orThrow } from '../transact.ts';

type ChainColumns = Omit<Chain, 'table'> & { crashTable: string };

function toChain({
  crashTable,
  id,
  length,
  terminator,
  salt,
  saltSource,
  edgePercent,
  firstGame,
  lastGame,
  status,
}: ChainColumns): Chain {
  return {
    ...{ id, table: crashTable, length, terminator, salt, saltSource, edgePercent },
    ...{ firstGame, lastGame, status },
  };
}

/** Binds a ciphertext to its place: a checkpoint copied to another chain or index does not open. */
export const checkpointPurpose = (terminator: string, index: number) =>
  `seed_checkpoint ${terminator} ${index}`;

export function chainStore(orm: MikroORM, cipher: Cipher): ChainStore {
  return {
    chains: (table) =>
      orThrow(async () => {
        const rows = await orm.em
          .fork()
          .find(SeedChainEntity, { crashTable: table }, { orderBy: { id: 'asc' } });
        return rows.map(toChain);
      }),

    insert: ({ table, ...chain }, checkpoints) =>
      orThrow(() =>
        orm.em.fork().transactional(async (em) => {
          const row = em.create(SeedChainEntity, {
            crashTable: table,
            ...chain,
            lastGame: chain.firstGame + chain.length - 1,
          });
          await em.persist(row).flush();
          await em.insertMany(
            SeedCheckpointEntity,
            checkpoints.map((hash, index) => ({
              chain: row.id,
              index,
              sealed: cipher.seal(hash, checkpointPurpose(chain.terminator, index)),
            })),
          );
          return toChain(row);
        }),
      ),

    checkpoint: (chainId, index) =>
      orThrow(async () => {
        const row = await orm.em
          .fork()
          .findOne(SeedCheckpointEntity, { chain: chainId, index }, { populate: ['chain'] });
        assert(row, `no checkpoint ${index} of seed chain ${chainId}`);
        return cipher.open(row.sealed, checkpointPurpose(row.chain.terminator, index));
      }),

    activate: (chainId) =>
      orThrow(() =>
        orm.em.fork().transactional(async (em) => {
          const chain = await em.findOneOrFail(SeedChainEntity, { id: chainId });
          // One active chain per table, by a unique index: the old one has to go first.
          await em.nativeUpdate(
            SeedChainEntity,
            { crashTable: chain.crashTable, status: 'active', id: { $ne: chainId } },
            { status: 'finished' },
          );
          await em.nativeUpdate(SeedChainEntity, { id: chainId, status: 'announced' }, { status: 'active' });
        }),
      ),
  };
}
