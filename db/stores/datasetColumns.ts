import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Bars } from '../../domain/backtest/bars.ts';
import { PART_BYTES, packedParts, unpacker } from '../../domain/backtest/packedBars.ts';

/** SHA-256 of the packed columns, in lowercase hex. */
export function hashBars(bars: Bars): string {
  const hash = createHash('sha256');
  for (const part of packedParts(bars)) hash.update(part);
  return hash.digest('hex');
}

/**
 * Waits for whoever stores or removes these very columns, until the transaction ends. `shared`: for those who only
 * need them to stay.
 */
export async function lockColumns(client: pg.ClientBase, sha256: string, how: 'alone' | 'shared') {
  const lock = how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await client.query(`select ${lock}(hashtextextended('dataset ' || $1, 0))`, [sha256]);
}

/** Part by part, so that the packed form never is in memory as a whole. Under `lockColumns`. */
export async function storeColumns(client: pg.ClientBase, sha256: string, bars: Bars): Promise<void> {
  const known = await client.query('select 1 from dataset_chunk where sha256 = $1 limit 1', [sha256]);
  if (known.rowCount) return;
  let index = 0;
  for (const part of packedParts(bars)) {
    await client.query('insert into dataset_chunk (sha256, part, bytes) values ($1, $2, $3)', [
      sha256,
      index++,
      Buffer.from(part.buffer, part.byteOffset, part.byteLength),
    ]);
  }
}

/**
 * In memory that threads share; null when they are not stored (any more). In a transaction that sees one state of the database. As base64:
 * `pg` decodes every field as UTF-8 on its way, its `binary` ones too, which loses bytes; and its hex takes twice as long.
 */
export async function readColumns(client: pg.ClientBase, sha256: string): Promise<Bars | null> {
  const last = await client.query<{ part: number; bytes: number }>(
    'select part, length(bytes) as bytes from dataset_chunk where sha256 = $1 order by part desc limit 1',
    [sha256],
  );
  const [end] = last.rows;
  if (end === undefined) return null;
  const columns = unpacker(end.part * PART_BYTES + end.bytes, true);
  for (let part = 0; part <= end.part; part++) {
    const { rows } = await client.query<{ base64: string }>(
      `select encode(bytes, 'base64') as base64 from dataset_chunk where sha256 = $1 and part = $2`,
      [sha256, part],
    );
    columns.add(Buffer.from(rows[0]!.base64, 'base64'));
  }
  return columns.bars();
}

/**
 * Removes columns that nobody needs any more, under `lockColumns`. Who needs them: the sets that name them, and jobs
 * that have run on them or still will, whose results can be computed again only from the same data.
 */
export async function dropUnnamedColumns(client: pg.ClientBase, sha256: string): Promise<boolean> {
  const dropped = await client.query(
    `delete from dataset_chunk
      where sha256 = $1
        and not exists (select 1 from dataset d where d.sha256 = $1)
        and not exists (select 1 from backtest_job j
                         where j.dataset_sha256 = $1 and j.status in ('queued', 'running', 'completed'))`,
    [sha256],
  );
  return (dropped.rowCount ?? 0) > 0;
}

/** Columns that no set names; a job may still need them. */
export async function setlessColumns(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ sha256: string }>(
    `select c.sha256 from dataset_chunk c
      where c.part = 0 and not exists (select 1 from dataset d where d.sha256 = c.sha256)`,
  );
  return rows.map(({ sha256 }) => sha256);
}
