/**
 * `npm run schema` writes `db/schema.sql` from a database that the migrations made, on an embedded
 * PostgreSQL in a temporary directory; `-- --print` prints it instead.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../db/embedded.ts';
import { connectOrm, migrate } from '../db/orm.ts';
import { dumpSchema } from '../db/schemaDump.ts';

const dir = await mkdtemp(join(tmpdir(), 'fairground-schema-'));
await chmod(dir, 0o755); // PostgreSQL's own user, if we are root, must get in
const embedded = await startEmbedded(dir, { settings: { fsync: 'off' } });
try {
  const orm = await connectOrm(embedded.url);
  await migrate(orm, embedded.url);
  await orm.close(true);
  const client = new pg.Client({ connectionString: embedded.url });
  await client.connect();
  const sql = await dumpSchema(client);
  await client.end();
  if (process.argv.includes('--print')) process.stdout.write(sql);
  else await writeFile(new URL('../db/schema.sql', import.meta.url), sql);
} finally {
  await embedded.stop();
  await rm(dir, { recursive: true, force: true });
}
