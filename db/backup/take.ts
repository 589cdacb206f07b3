import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Cipher } from '../../domain/identity/cipher.ts';
import { MIGRATION_LOCK } from '../orm.ts';
import { reconcileWithin } from '../reconcile.ts';
import { NOW_MS } from '../stores/nowMs.ts';
import { isUnfinishedRestore } from '../unfinishedRestore.ts';
import { migrationsRun, quoted, sequenceNames, tablesInOrder } from './catalogue.ts';
import { copyOut } from './copies.ts';
import { assertServersKey, sealKeyCheck } from './keyCheck.ts';
import { FORMAT, MANIFEST_FILE, type Manifest } from './manifest.ts';
import { settleSession } from './session.ts';

/**
 * Writes all rows, as one snapshot has them, into a new directory that only we may read. Beside running servers: it
 * takes no lock that anybody but a migration waits for.
 * @param dir must not exist; it appears when the backup is whole
 */
export async function takeBackup(url: string, dir: string, cipher: Cipher): Promise<Manifest> {
  const client = new pg.Client({ connectionString: url, application_name: 'fairground backup' });
  // What was asked of a connection that breaks fails by itself.
  client.on('error', () => {});
  const draft = `${dir}.partial`;
  await client.connect();
  try {
    await mkdir(dirname(dir), { recursive: true });
    await makeDraft(draft);
    try {
      const manifest = await copyAll(client, draft, cipher);
      await writeFile(join(draft, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`, {
        mode: 0o600,
        flush: true,
      });
      await flushDirectory(draft);
      await rename(draft, dir);
      await flushDirectory(dirname(dir));
      return manifest;
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await client.end();
  }
}

async function makeDraft(draft: string): Promise<void> {
  try {
    await mkdir(draft, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(
      `${draft} is of a backup that still runs, or was killed: remove it, or name another directory`,
    );
  }
}

async function copyAll(client: pg.Client, dir: string, cipher: Cipher): Promise<Manifest> {
  const { tables, takenAtMs } = await beginSnapshot(client);
  await assertServersKey(client, cipher);
  const migrations = await migrationsRun(client);
  const { differenceCoins } = await reconcileWithin(client);
  const copied: Manifest['tables'] = [];
  for (const table of tables) copied.push(await copyOut(client, dir, table));
  // Sequences know no snapshot: read last, they are past every number in it.
  const sequences: Manifest['sequences'] = [];
  for (const name of await sequenceNames(client)) {
    const { rows } = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value, is_called from "${name}"`,
    );
    sequences.push({ name, lastValue: rows[0]!.last_value, isCalled: rows[0]!.is_called });
  }
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.query('commit');
  return {
    ...{ format: FORMAT, takenAtMs, postgres: rows[0]!.server_version, migrations },
    ...{ keyCheck: sealKeyCheck(cipher), differenceCoins, tables: copied, sequences },
  };
}

/** No migration comes between the list of tables and the snapshot; afterwards, the tables' locks keep it waiting. */
async function beginSnapshot(client: pg.Client) {
  await settleSession(client);
  await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK]);
  const { rows: migrated } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  );
  if (!migrated[0]!.there)
    throw new Error('there is nothing in this database: no server was ever started on it');
  if (await isUnfinishedRestore(client))
    throw new Error('a restore of this database did not come to its end: there is nothing whole in it');
  const tables = await tablesInOrder(client);
  await client.query('begin transaction isolation level repeatable read read only');
  // The first statement that reads takes the snapshot: these locks come before it.
  await client.query(`lock table ${quoted(tables.map(({ name }) => name))} in access share mode`);
  const { rows } = await client.query<{ now_ms: string }>(`select ${NOW_MS} as now_ms`);
  await client.query('select pg_advisory_unlock_shared($1)', [MIGRATION_LOCK]);
  return { tables, takenAtMs: Number(rows[0]!.now_ms) };
}

async function flushDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}
