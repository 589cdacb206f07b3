import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Embedded, runningEmbedded, startEmbedded } from '../db/embedded.ts';
import type { Config } from '../server/config.ts';

/**
 * The database that a server with these settings uses: one's own, the embedded one of a running server, or that of a
 * stopped one, which is started for as long as it is needed.
 * @throws Error when no server was ever started there
 */
export async function findDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<{ url: string; release(): Promise<void> }> {
  const nothing = async () => {};
  if (databaseUrl !== null) return { url: databaseUrl, release: nothing };
  const embeddedDir = join(dataDir, 'postgres');
  if (!existsSync(embeddedDir)) throw new Error(`no database in ${dataDir}: start the server there first`);
  const running = runningEmbedded(embeddedDir);
  if (running !== null) return { url: running, release: nothing };
  const started: Embedded = await startEmbedded(embeddedDir);
  return { url: started.url, release: () => started.stop() };
}
