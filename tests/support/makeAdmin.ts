import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As `npm run admin -- create` does it beside a running server. Answers the password that it prints. */
export async function makeAdmin(server: { dataDir: string }, nickname: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['scripts/admin.ts', 'create', nickname], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, DATA_DIR: server.dataDir },
  });
  return stdout.trim().split(' ').at(-1)!;
}
