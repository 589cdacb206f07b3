/**
 * `npm run reconcile`: one JSON line; exit 0 when `differenceCoins` is 0, 1 when it is not, 2 when there
 * was nothing to look at. Works beside a running server, and on the embedded database of a stopped one.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Embedded, runningEmbedded, startEmbedded } from '../db/embedded.ts';
import { reconcile } from '../db/reconcile.ts';
import { loadConfig } from '../server/config.ts';

async function main(): Promise<number> {
  const { databaseUrl, dataDir } = loadConfig();
  const embeddedDir = join(dataDir, 'postgres');
  let url = databaseUrl;
  let started: Embedded | null = null;
  if (url === null) {
    if (!existsSync(embeddedDir)) throw new Error(`no database in ${dataDir}: start the server there first`);
    url = runningEmbedded(embeddedDir);
    if (url === null) {
      started = await startEmbedded(embeddedDir);
      url = started.url;
    }
  }
  const client = new pg.Client({ connectionString: url, application_name: 'fairground reconcile' });
  try {
    await client.connect();
    const report = await reconcile(client);
    console.log(JSON.stringify(report));
    return report.differenceCoins === 0 ? 0 : 1;
  } finally {
    await client.end().catch(() => {});
    await started?.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`reconcile: ${(error as Error).message}`);
  process.exitCode = 2;
}
