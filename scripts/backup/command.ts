import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takeBackup } from '../../db/backup/take.ts';
import type { Config } from '../../server/config.ts';
import { createCipher } from '../../server/secrets.ts';
import { findDatabase } from '../findDatabase.ts';
import { serversKey } from '../serversKey.ts';

/** @returns what to tell who asked for it. @throws Error with one line */
export async function backupCommand(words: string[], config: Config): Promise<string> {
  if (words.length > 1 || words[0]?.startsWith('-'))
    throw new Error('say npm run backup, or npm run backup -- DIRECTORY');
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const dir = resolve(words[0] ?? join(config.dataDir, 'backups', `fairground-${stamp}`));
  if (existsSync(dir)) throw new Error(`${dir} exists already, and nothing is overwritten`);
  const cipher = createCipher(serversKey(config));
  const { url, release } = await findDatabase(config);
  try {
    const { tables, differenceCoins, takenAtMs } = await takeBackup(url, dir, cipher);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    const books = differenceCoins === 0 ? 'its books agree' : `ITS BOOKS DIFFER BY ${differenceCoins}`;
    return (
      `${dir}: ${rows} rows of ${tables.length} tables as of ${new Date(takenAtMs).toISOString()}, ` +
      `${(bytes / 2 ** 20).toFixed(1)} MiB; ${books}. ` +
      `${config.secretsKey === null ? join(config.dataDir, 'secrets.key') : 'SECRETS_KEY'} is not in it: keep that elsewhere.`
    );
  } finally {
    await release();
  }
}
