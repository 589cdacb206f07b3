/**
 * `npm run backup` writes all of the database, as it stands at one instant, into a new directory in `DATA_DIR/backups`;
 * `-- DIRECTORY` into that one. Works beside running servers, and on the embedded database of a stopped one.
 * Exit 0, or 1 with one line.
 */
import { loadConfig } from '../server/config.ts';
import { backupCommand } from './backup/command.ts';

try {
  console.log(await backupCommand(process.argv.slice(2), loadConfig(process.env, 'command')));
} catch (error) {
  console.error(`backup: ${(error as Error).message}`);
  process.exitCode = 1;
}
