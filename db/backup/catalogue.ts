import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { UNFINISHED_RESTORE } from '../unfinishedRestore.ts';

/** Made by the migrations themselves, or of processes that a restored database knows nothing of. */
const NOT_COPIED = ['migration', UNFINISHED_RESTORE, 'cluster_member', 'table_place'];

export interface TableColumns {
  name: string;
  columns: string[];
}

/** All tables with their columns, a row's parents before it. The queue's own schema is left out: jobs are rows of ours. */
export async function tablesInOrder(client: pg.ClientBase): Promise<TableColumns[]> {
  const { rows } = await client.query<TableColumns & { parents: string[] }>(
    `select c.relname as name,
            (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            (select coalesce(array_agg(distinct p.relname::text), '{}')
               from pg_constraint f join pg_class p on p.oid = f.confrelid
              where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relname = any ($1)
      order by c.relname`,
    [NOT_COPIED],
  );
  const ordered: TableColumns[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ parents }) => parents.every((name) => !waiting.has(name)));
    assert(ready.length > 0, `tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns } of ready) {
      waiting.delete(name);
      ordered.push({ name, columns });
    }
  }
  return ordered;
}

export async function sequenceNames(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename as name from pg_sequences
      where schemaname = 'public' and sequencename <> 'migration_id_seq' order by 1`,
  );
  return rows.map(({ name }) => name);
}

export async function migrationsRun(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by id');
  return rows.map(({ name }) => name);
}

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
