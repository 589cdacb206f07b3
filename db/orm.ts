import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ENTITIES } from './entities/index.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { isUnfinishedRestore } from './unfinishedRestore.ts';

/** One process migrates at a time; the number names this lock among PostgreSQL's advisory locks. */
export const MIGRATION_LOCK = 7_301_990_617;

/** Connects; nothing is written. */
export async function connectOrm(url: string): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities: ENTITIES,
    extensions: [Migrator],
    // Every operation forks: an identity map that outlives one answers with stale rows.
    allowGlobalContext: false,
    pool: { min: 0, max: 4, idleTimeoutMillis: 30_000 },
    driverOptions: { connectionTimeoutMillis: 2_000, application_name: 'fairground orm' },
    migrations: {
      migrationsList: MIGRATIONS,
      tableName: 'migration',
      silent: true,
      snapshotName: '.snapshot-fairground',
      // Boot must not write into the sources.
      snapshot: false,
      snapshotOnMigrate: false,
    },
    schemaGenerator: { ignoreTriggers: true, ignoreRoutines: true },
  });
}

/**
 * Brings the database up to date, one process at a time, and compares it with the entities.
 * @throws Error when they differ: a migration is missing, or someone changed the database by hand
 */
export async function migrate(orm: MikroORM, url: string): Promise<void> {
  const lock = new pg.Client({ connectionString: url, application_name: 'fairground migration' });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isUnfinishedRestore(lock))
      throw new Error('a restore of this database did not come to its end: run npm run restore once more');
    await orm.migrator.up();
    const difference = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    if (difference.trim() !== '') {
      throw new Error(
        `the database differs from what this version expects; it would take: ${difference.trim()}`,
      );
    }
  } finally {
    await lock.end();
  }
}
