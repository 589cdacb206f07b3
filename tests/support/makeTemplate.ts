import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded.ts';
import { keepReadyMade } from '../../server/datasets/keepReadyMade.ts';
import { createCipher, readSecretsKey } from '../../server/secrets.ts';
import { openFor } from './openFor.ts';
import { playFirstGames } from './shortFlights.ts';

/**
 * `node makeTemplate.ts DATA_DIR`: makes a server's data directory as it is after a first start, and, if it holds a
 * `tables.json`, after the first game of each of its tables. It is copied (`dataTemplate.ts`) once this has ended.
 */
const [dataDir] = process.argv.slice(2) as [string];
const cluster = join(dataDir, 'postgres');
const embedded = await startEmbedded(cluster);
const database = await openFor(
  embedded.url,
  createCipher(readSecretsKey({ secretsKey: process.env.SECRETS_KEY ?? null, dataDir })),
);
const readyMade = keepReadyMade({
  ...{ url: embedded.url, datasets: database.datasets, newUuid: randomUUID, nowMs: Date.now },
  log: { ...console, warn: (_fields, text) => console.error(text), info: () => {} },
});
await readyMade.first;
const tablesFile = join(dataDir, 'tables.json');
if (existsSync(tablesFile)) await playFirstGames(database, JSON.parse(readFileSync(tablesFile, 'utf8')));
await readyMade.stop();
await database.close();
await embedded.stop();
// Tests kill processes, not the machine: what was handed to the kernel is safe without waiting for the disk.
appendFileSync(join(cluster, 'cluster', 'postgresql.conf'), '\nfsync = off\n');
