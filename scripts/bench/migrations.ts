import { rm } from 'node:fs/promises';
import { startEmbedded } from '../../db/embedded.ts';
import { temporaryDirectory } from '../../tests/support/temporaryDirectory.ts';
import { rehearse } from '../migrations/rehearse.ts';

const PLAYERS = 100_000;

/**
 * Every migration on a database of 100,000 players and 1,000,000 transfers, durable as in production: how long it holds its
 * locks at most, and how many rows are in the tables that it keeps from being written (`Share...`) or read (`AccessExclusive`).
 * `rewrittenRows` were written anew under that lock.
 */
export async function benchMigrations(): Promise<Record<string, Record<string, number>>> {
  const dir = await temporaryDirectory('fairground-migrations-');
  const embedded = await startEmbedded(dir);
  try {
    const rehearsed = await rehearse(embedded.url, PLAYERS);
    return Object.fromEntries(
      rehearsed.map(({ migration, heldMs, touched }) => {
        const rowsOf = (list: typeof touched) => list.reduce((sum, { rows }) => sum + rows, 0);
        const unreadable = touched.filter(({ lock }) => lock === 'AccessExclusiveLock');
        const rewritten = touched.filter((table) => table.rewritten);
        return [
          migration,
          {
            heldMs,
            unwritableRows: rowsOf(touched),
            unreadableRows: rowsOf(unreadable),
            rewrittenRows: rowsOf(rewritten),
          },
        ];
      }),
    );
  } finally {
    await embedded.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
