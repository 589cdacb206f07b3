import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { identity } from './cluster.ts';
import { freePort } from './freePort.ts';
import type { Paths } from './paths.ts';
import { dismissStalePid, findPostmaster, type Postmaster } from './postmaster.ts';
import { SETTINGS } from './settings.ts';

/** Recovery after a crash replays at most `max_wal_size` of log: seconds, on a slow disk a minute. */
const READY_WITHIN_MS = 90_000;

/** A killed postmaster's backends finish their statement before they go; until then nothing may start. */
const OLD_BACKENDS = /pre-existing shared memory block/;
const OLD_BACKENDS_WITHIN_MS = 20_000;

/** The lines written since `from` that say what went wrong, as one line. */
function logTail(log: string, from: number): string {
  try {
    const lines = fs.readFileSync(log).subarray(from).toString('utf8').trim().split('\n');
    const telling = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|error while loading/.test(line));
    return (telling.length > 0 ? telling : lines).slice(-3).join(' | ');
  } catch {
    return 'no log';
  }
}

/** Waits until the postmaster takes connections. `isDead` tells that it gave up. */
export async function untilReady(paths: Paths, isDead: () => boolean, logFrom = 0): Promise<Postmaster> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const found = findPostmaster(paths.cluster);
    if (found?.ready) return found;
    if (isDead())
      throw new Error(`embedded PostgreSQL did not start: ${logTail(paths.log, logFrom)} (${paths.log})`);
    await sleep(15);
  }
  throw new Error(`embedded PostgreSQL is not ready after ${READY_WITHIN_MS / 1000} s, see ${paths.log}`);
}

/**
 * Starts the server in a session of its own, so that Ctrl-C in a terminal reaches it through us only,
 * after our last commits.
 */
export async function launch(
  paths: Paths,
  binaries: Binaries,
  options: { port?: number; settings?: Record<string, string> },
): Promise<Postmaster> {
  const deadline = performance.now() + OLD_BACKENDS_WITHIN_MS;
  for (;;) {
    try {
      return await launchOnce(paths, binaries, options);
    } catch (error) {
      if (!OLD_BACKENDS.test((error as Error).message) || performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function launchOnce(
  paths: Paths,
  binaries: Binaries,
  options: { port?: number; settings?: Record<string, string> },
): Promise<Postmaster> {
  dismissStalePid(paths.cluster);
  const logFrom = fs.statSync(paths.log, { throwIfNoEntry: false })?.size ?? 0;
  const port = options.port ?? (await freePort());
  const settings = Object.entries({ ...SETTINGS, ...options.settings });
  const log = fs.openSync(paths.log, 'a');
  const child = spawn(
    binaries.postgres,
    [
      '-D',
      paths.cluster,
      '-p',
      String(port),
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...identity(paths),
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
  child.unref();
  fs.closeSync(log);
  let dead = false;
  child.once('exit', () => {
    dead = true;
  });
  child.once('error', (error) => {
    dead = true;
    fs.appendFileSync(paths.log, `FATAL: ${error.message}\n`);
  });
  return untilReady(paths, () => dead, logFrom);
}
