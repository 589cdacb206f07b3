/**
 * `npm run reconcile`: one JSON line; exit 0 when `differenceCoins` is 0, 1 when it is not, 2 when there
 * was nothing to look at. Works beside a running server, and on the embedded database of a stopped one.
 */
import pg from 'pg';
import { reconcile } from '../db/reconcile.ts';
import { loadConfig } from '../server/config.ts';
import { findDatabase } from './findDatabase.ts';

async function main(): Promise<number> {
  const { url, release } = await findDatabase(loadConfig(process.env, 'command'));
  const client = new pg.Client({ connectionString: url, application_name: 'fairground reconcile' });
  try {
    await client.connect();
    const report = await reconcile(client);
    console.log(JSON.stringify(report));
    return report.differenceCoins === 0 ? 0 : 1;
  } finally {
    await client.end().catch(() => {});
    await release();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`reconcile: ${(error as Error).message}`);
  process.exitCode = 2;
}
