import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { quoted, type TableColumns } from './catalogue.ts';
import { type CopiedTable, fileOf } from './manifest.ts';

/** Passes bytes on, and knows what they were. */
function watched() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *through(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    /** Once all have passed. */
    seen: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}

/** Writes a table's rows into a file that only we may read, flushed to the disk. */
export async function copyOut(
  client: pg.ClientBase,
  dir: string,
  { name, columns }: TableColumns,
): Promise<CopiedTable> {
  const rows = client.query(copyTo(`copy "${name}" (${quoted(columns)}) to stdout`));
  const file = watched();
  const target = createWriteStream(join(dir, fileOf(name)), { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(rows, createGzip(), file.through, target);
  return { name, columns, rows: rows.rowCount, ...file.seen() };
}

/** Reads them back. @throws Error when the file is not the one that was written */
export async function copyIn(client: pg.ClientBase, dir: string, table: CopiedTable): Promise<void> {
  const { name, columns } = table;
  const rows = client.query(copyFrom(`copy "${name}" (${quoted(columns)}) from stdin`));
  const file = watched();
  const path = join(dir, fileOf(name));
  try {
    await pipeline(createReadStream(path), file.through, createGunzip(), rows);
  } catch (error) {
    throw new Error(`${path} can't be read: ${(error as Error).message}`);
  }
  const { sha256 } = file.seen();
  if (sha256 !== table.sha256)
    throw new Error(`${path} is damaged: its SHA-256 is ${sha256}, not ${table.sha256}`);
  if (rows.rowCount !== table.rows)
    throw new Error(`${path} is damaged: it holds ${rows.rowCount} rows, not ${table.rows}`);
}
