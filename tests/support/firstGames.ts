import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded.ts';
import { readSecretsKey } from '../../server/secrets.ts';
import { playFirstGamesAt } from './shortFlights.ts';

/**
 * `node firstGames.ts DATA_DIR TABLES_FILE`: makes a server's embedded database before its first start. It dies at once
 * when that is done, so that the server finds the database running, as after a kill.
 */
const [dataDir, tablesFile] = process.argv.slice(2) as [string, string];
const secretsKey = process.env.SECRETS_KEY ?? null;
const embedded = await startEmbedded(join(dataDir, 'postgres'));
await playFirstGamesAt(
  embedded.url,
  readSecretsKey({ secretsKey, dataDir }),
  JSON.parse(readFileSync(tablesFile, 'utf8')),
);
process.kill(process.pid, 'SIGKILL');
