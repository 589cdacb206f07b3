import type pg from 'pg';
import { isUnfinishedRestore, UNFINISHED_RESTORE } from '../unfinishedRestore.ts';

/** A server holds one such connection for as long as it lives (`db/ownerLock.ts`). */
const SERVERS = `
  select count(*)::int as count from pg_stat_activity
   where datname = current_database() and application_name = 'fairground owner'`;

/** Our schema and the queue's; what extensions brought is not ours to judge. */
const RELATIONS = `
  select n.nspname || '.' || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname not in ('information_schema') and n.nspname not like 'pg\\_%' and c.relkind in ('r', 'p', 'v', 'm')
     and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by 1 limit 1`;

/** @throws Error when a server runs on this database */
export async function assertNoServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ count: number }>(SERVERS);
  if (rows[0]!.count > 0) throw new Error('a server runs on this database: stop it first');
}

/**
 * Makes an empty database one that is being restored: from here on no server starts on it, until `finish`. What an
 * earlier restore left that was killed is removed.
 * @throws Error when there is anything else in it
 */
export async function claimEmpty(client: pg.ClientBase): Promise<void> {
  if (await isUnfinishedRestore(client)) {
    // One query, so one transaction: killed in between, there would be no schema to begin again in.
    await client.query(
      'drop schema public cascade; create schema public; drop schema if exists pgboss cascade',
    );
  }
  const { rows } = await client.query<{ name: string }>(RELATIONS);
  if (rows[0]) {
    throw new Error(
      `this database is not empty (it has ${rows[0].name}), and nothing is overwritten: restore into another DATA_DIR or database`,
    );
  }
  await client.query(
    `create table ${UNFINISHED_RESTORE} (since timestamptz not null default clock_timestamp())`,
  );
}

/** @throws Error when no server was ever started on it */
export async function assertOurs(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.seed_chain') is not null and to_regclass('public.migration') is not null as there`,
  );
  if (!rows[0]!.there)
    throw new Error('there is nothing of Fairground in this database: name a backup to restore into it');
}

/** Within the last transaction of the restore. */
export async function finish(client: pg.ClientBase): Promise<void> {
  await client.query(`drop table if exists ${UNFINISHED_RESTORE}`);
}
