import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { opensKeyCheck } from '../../db/backup/keyCheck.ts';
import { assertKnownSchema, load } from '../../db/backup/load.ts';
import { type Manifest, readManifest } from '../../db/backup/manifest.ts';
import { settleSession } from '../../db/backup/session.ts';
import { assertNoServer, assertOurs, claimEmpty } from '../../db/backup/target.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { connectOrm, MIGRATION_LOCK } from '../../db/orm.ts';
import { reconcile } from '../../db/reconcile.ts';
import { isUnfinishedRestore } from '../../db/unfinishedRestore.ts';
import type { Cipher } from '../../domain/identity/cipher.ts';
import type { Config } from '../../server/config.ts';
import { createCipher } from '../../server/secrets.ts';
import { findDatabase } from '../findDatabase.ts';
import { serversKey } from '../serversKey.ts';
import { afterRestore, assertDifference } from './afterwards.ts';
import type { RestoreSummary } from './tellPlayers.ts';

const IN_PLACE = '--in-place';

/** @returns what to tell who asked for it. @throws Error with one line: what is in the way, and nothing was overwritten */
export async function restoreCommand([word, ...others]: string[], config: Config): Promise<string> {
  if (word === undefined || others.length > 0 || (word.startsWith('-') && word !== IN_PLACE))
    throw new Error(`say npm run restore -- DIRECTORY, or npm run restore -- ${IN_PLACE}`);
  const dir = word === IN_PLACE ? null : resolve(word);
  const manifest = dir === null ? null : await readManifest(dir);
  if (manifest) assertKnownSchema(manifest);
  const cipher = cipherFor(config, manifest);
  const { url, release } = await (manifest ? freshDatabase(config) : findDatabase(config));
  try {
    const work = (client: pg.PoolClient) => restore(client, { url, cipher, dir, manifest });
    return told(await alone(url, work), manifest);
  } finally {
    await release();
  }
}

/** The key is asked for before anything is written: rows that nothing opens are of no use. */
function cipherFor(config: Config, manifest: Manifest | null): Cipher {
  const cipher = createCipher(serversKey(config));
  if (manifest && !opensKeyCheck(cipher, manifest.keyCheck))
    throw new Error('this backup was sealed with another SECRETS_KEY than the one here');
  return cipher;
}

async function freshDatabase({ databaseUrl, dataDir }: Config) {
  if (databaseUrl !== null) return { url: databaseUrl, release: async () => {} };
  mkdirSync(dataDir, { recursive: true });
  const embedded = await startEmbedded(join(dataDir, 'postgres'));
  return { url: embedded.url, release: () => embedded.stop() };
}

/** On one connection, and while no server starts: each waits for this lock before it looks at the schema. */
async function alone<T>(url: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, application_name: 'fairground restore', max: 1 });
  // The embedded database may be stopped under it; what was asked of it fails by itself.
  pool.on('error', () => {});
  const client = await pool.connect();
  client.on('error', () => {});
  try {
    await settleSession(client);
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
      MIGRATION_LOCK,
    ]);
    if (!rows[0]!.alone) throw new Error('somebody else migrates or restores this database just now');
    await assertNoServer(client);
    return await work(client);
  } finally {
    // A pool forgets a connection before it has ended, and until then the lock is held.
    const ended = new Promise((resolve) => pool.once('remove', resolve));
    client.release(true);
    await Promise.all([ended, pool.end()]);
  }
}

interface Restore {
  url: string;
  cipher: Cipher;
  dir: string | null;
  manifest: Manifest | null;
}

async function restore(
  client: pg.PoolClient,
  { url, cipher, dir, manifest }: Restore,
): Promise<RestoreSummary> {
  if (manifest) {
    await claimEmpty(client);
    await load(client, url, dir!, manifest);
  } else {
    if (await isUnfinishedRestore(client))
      throw new Error('a restore of this database did not come to its end: name its backup');
    await assertOurs(client);
    const orm = await connectOrm(url);
    await orm.migrator.up().finally(() => orm.close(true));
  }
  const { differenceCoins } = await reconcile(client);
  if (manifest) assertDifference(differenceCoins, manifest.differenceCoins);
  return afterRestore(client, { url, cipher, takenAtMs: manifest?.takenAtMs ?? null, differenceCoins });
}

function told(summary: RestoreSummary, manifest: Manifest | null): string {
  const rows = manifest?.tables.reduce((sum, table) => sum + table.rows, 0);
  const from =
    manifest === null
      ? 'The database is ready for a server.'
      : `Restored ${rows} rows as of ${new Date(manifest.takenAtMs).toISOString()}; what happened after that is lost.`;
  return (
    `${from} Voided ${summary.voidedRounds} open rounds and ${summary.endedMatches} matches, and returned their stakes; ` +
    `gave up ${summary.replacedChains} seed chains, revealed ${summary.revealedPairs} seed pairs: fresh ones come before ` +
    `the next bet. ${summary.requeuedBacktests} backtests wait again, ${summary.endedSessions} sessions were ended. ` +
    'Players are told in a broadcast.'
  );
}
