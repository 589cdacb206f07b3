/**
 * `npm run restore -- DIRECTORY`: writes a backup into an empty database (of `DATABASE_URL`, or the embedded one of a
 * fresh `DATA_DIR`), and replaces every seed. `npm run restore -- --in-place` does only what has to follow, on a database that
 * was brought back by other means: a promoted replica that lagged, a snapshot of a disk. No server may run on it.
 * Exit 0, or 1 with one line.
 */
import { loadConfig } from '../server/config.ts';
import { restoreCommand } from './restore/command.ts';

try {
  console.log(await restoreCommand(process.argv.slice(2), loadConfig(process.env, 'command')));
} catch (error) {
  console.error(`restore: ${(error as Error).message}`);
  process.exitCode = 1;
}
