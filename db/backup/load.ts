import type pg from 'pg';
import { MIGRATION_NAMES } from '../migrations/index.ts';
import { connectOrm } from '../orm.ts';
import { quoted } from './catalogue.ts';
import { copyIn } from './copies.ts';
import type { Manifest } from './manifest.ts';

/** @throws Error when the backup is of a version that this one does not come from */
export function assertKnownSchema({ migrations }: Manifest): void {
  const strange = migrations.find((name, at) => MIGRATION_NAMES[at] !== name);
  if (strange !== undefined)
    throw new Error(
      `this backup is of a newer version of Fairground, or of another one: it knows ${strange}`,
    );
}

/** The schema as of the backup, its rows, then the migrations that came since. For a claimed database. */
export async function load(
  client: pg.ClientBase,
  url: string,
  dir: string,
  manifest: Manifest,
): Promise<void> {
  const orm = await connectOrm(url);
  try {
    await orm.migrator.up({ to: manifest.migrations.at(-1)! });
    await loadRows(client, dir, manifest);
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}

async function loadRows(client: pg.ClientBase, dir: string, { tables, sequences }: Manifest): Promise<void> {
  await client.query('begin');
  try {
    // What the migrations themselves put in is in the backup too, as it stood then.
    for (const { name } of tables.toReversed()) {
      const { rows } = await client.query(`select 1 from "${name}" limit 1`);
      if (rows.length > 0) await client.query(`delete from "${name}"`);
    }
    for (const table of tables) await copyIn(client, dir, table);
    for (const { name, lastValue, isCalled } of sequences)
      await client.query('select setval($1, $2, $3)', [`public.${quoted([name])}`, lastValue, isCalled]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
  // Plans of what follows are made with what there is now.
  await client.query('analyze');
}
