import pg from 'pg';
import { MIGRATION_NAMES } from '../../db/migrations/index.ts';
import { connectOrm } from '../../db/orm.ts';
import { FILL } from './fill.ts';

/** What a migration did to a table that held rows. */
export interface Touched {
  table: string;
  rows: number;
  /** The strongest lock that was held until the commit, as PostgreSQL names it. */
  lock: string;
  /** All rows were written anew under it: nobody reads meanwhile. */
  rewritten: boolean;
}

export interface Rehearsed {
  migration: string;
  /** From the migration's first statement to its commit: the longest that any of its locks was held. */
  heldMs: number;
  touched: Touched[];
}

/** Weaker ones keep neither readers nor writers waiting. */
const STRONG = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

const FILES = `
  select c.relname as name, pg_relation_filenode(c.oid) as file from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;

const LOCKS = `
  select c.relname as name, l.mode, pg_relation_filenode(c.oid) as file
    from pg_locks l join pg_class c on c.oid = l.relation
   where l.pid = pg_backend_pid() and l.granted and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     and l.mode = any (array['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'])`;

/**
 * Runs every migration by itself on a database that is filled as soon as there is something to fill, and tells which locks each
 * holds at its commit on tables with rows. The database has to be empty.
 * @param rows about so many players; ten times as many transfers
 */
export async function rehearse(url: string, rows: number): Promise<Rehearsed[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const orm = await connectOrm(url);
  const counts = new Map<string, number>();
  const rehearsed: Rehearsed[] = [];
  try {
    for (const migration of MIGRATION_NAMES) {
      await fill(client, counts, rows);
      const filesBefore = new Map((await client.query(FILES)).rows.map(({ name, file }) => [name, file]));
      const startedMs = performance.now();
      const locks = await orm.em.fork().transactional(async (em) => {
        await orm.migrator.up({ to: migration, transaction: em.getTransactionContext()! });
        return em.execute<{ name: string; mode: string; file: number }[]>(LOCKS);
      });
      const heldMs = performance.now() - startedMs;
      const touched = [...counts]
        .filter(([table]) => locks.some(({ name }) => name === table))
        .map(([table, count]): Touched => {
          const held = locks.filter(({ name }) => name === table);
          const lock = STRONG.findLast((mode) => held.some((one) => one.mode === mode))!;
          return { table, rows: count, lock, rewritten: held[0]!.file !== filesBefore.get(table) };
        });
      rehearsed.push({ migration, heldMs, touched });
    }
    return rehearsed;
  } finally {
    await orm.close(true);
    await client.end();
  }
}

async function fill(client: pg.Client, counts: Map<string, number>, rows: number): Promise<void> {
  for (const [table, sql] of Object.entries(FILL)) {
    if (counts.has(table)) continue;
    const { rows: there } = await client.query('select to_regclass($1) is not null as yes', [
      `public.${table}`,
    ]);
    if (!there[0].yes) continue;
    const inserted = await client.query(sql, sql.includes('$1') ? [rows] : []);
    counts.set(table, inserted.rowCount ?? 0);
    await client.query(`analyze ${table}`);
  }
}
