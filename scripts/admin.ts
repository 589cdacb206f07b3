/**
 * `npm run admin -- create NICKNAME`: makes an account with the role admin, or an admin of the account of that name;
 * prints its new password, once. `npm run admin -- grant NICKNAME AMOUNT CURRENCY`: gives coins, gems or credits.
 * `npm run admin -- rotate-keys`: new keys for tokens and receipts.
 * All work beside a running server, and on the embedded database of a stopped one. Exit 0, or 1 with one line.
 */
import { loadConfig } from '../server/config.ts';
import { createAdmin } from './admin/create.ts';
import { grant } from './admin/grant.ts';
import { rotateKeys } from './admin/rotateKeys.ts';
import { openStores, type Stores } from './admin/stores.ts';
import { findDatabase } from './findDatabase.ts';

const COMMANDS: Record<string, { form: string; run: (stores: Stores, words: string[]) => Promise<string> }> =
  {
    create: { form: 'create NICKNAME', run: createAdmin },
    grant: { form: 'grant NICKNAME AMOUNT coins|gems|credits', run: grant },
    'rotate-keys': { form: 'rotate-keys', run: rotateKeys },
  };

async function main([name = '', ...words]: string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || words.length !== command.form.split(' ').length - 1) {
    const forms = Object.values(COMMANDS).map(({ form }) => `  npm run admin -- ${form}`);
    throw new Error(['say one of', ...forms].join('\n'));
  }
  const config = loadConfig(process.env, 'command');
  const database = await findDatabase(config);
  try {
    const stores = await openStores(database.url, config);
    try {
      console.log(await command.run(stores, words));
    } finally {
      await stores.close();
    }
  } finally {
    await database.release();
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`admin: ${(error as Error).message}`);
  process.exitCode = 1;
}
