import { join } from 'node:path';
import pg from 'pg';
import { runningEmbedded } from '../../db/embedded.ts';
import type { ServerProcess } from './serverProcess.ts';

/** One statement on the embedded database of a running server, which knows nothing of it. */
export async function queryServer<Row extends pg.QueryResultRow>(
  { dataDir }: Pick<ServerProcess, 'dataDir'>,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const url = runningEmbedded(join(dataDir, 'postgres'));
  if (url === null) throw new Error('the server’s database does not run');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
