import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What stands in a directory of this name is a backup, whole: the directory gets its name last. */
export const MANIFEST_FILE = 'manifest.json';
export const FORMAT = 1;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

const ManifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The instant of the snapshot, by the database's clock. */
  takenAtMs: z.int().positive(),
  postgres: z.string(),
  /** Migrations that had run, in order: the schema that the rows are of. */
  migrations: z.array(z.string()).min(1),
  /** A text sealed with the servers' `SECRETS_KEY`: opens with the right one only. Base64. */
  keyCheck: z.string(),
  /** What `npm run reconcile` said of the snapshot. */
  differenceCoins: z.int(),
  /** In the order in which they can be written: a row's parent before it. */
  tables: z.array(
    z.strictObject({
      name,
      columns: z.array(name).min(1),
      rows: z.int().nonnegative(),
      /** Of the compressed file. */
      bytes: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** As text: they may be of any size. */
  sequences: z.array(z.strictObject({ name, lastValue: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
});

export type Manifest = z.output<typeof ManifestSchema>;
export type CopiedTable = Manifest['tables'][number];

/** Of a table's rows, as COPY writes them, compressed by gzip. */
export function fileOf(table: string): string {
  return `${table}.copy.gz`;
}

/** @throws Error with one line: no backup, or one that this version can't read */
export async function readManifest(dir: string): Promise<Manifest> {
  const path = join(dir, MANIFEST_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`${dir} is no backup: ${(error as Error).message}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${path} is damaged: it is not JSON`);
  }
  const parsed = ManifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path: at, message } = parsed.error.issues[0]!;
  throw new Error(`${path} can't be read by this version: ${at.join('.')}: ${message}`);
}
