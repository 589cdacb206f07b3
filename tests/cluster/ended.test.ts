import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../db/embedded/freePort.ts';
import { findProgram } from '../../scripts/cluster/programs.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

/** By a line that `npm run cluster` prints: before its members stand, and when all does. */
const MOMENTS = ['PostgreSQL on port', 'bots are seated'];

test.runIf(findProgram('haproxy'))(
  'Ctrl-C that comes three times ends a cluster whole, whatever it was at: no process and no file is left',
  async () => {
    const dir = await temporaryDirectory();
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    for (const moment of MOMENTS) {
      const words = ['scripts/cluster.ts', '--players', '3', '--port', `${await freePort()}`];
      const env = { ...process.env, TMPDIR: dir };
      // Detached: a process group of its own, as a terminal gives it one.
      const child = spawn(process.execPath, words, {
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      // Not destroyed: what it says while it ends must not fail.
      const said = child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false });
      for await (const text of said) if (text.includes(moment)) break;
      const group = -child.pid!;
      process.kill(group, 'SIGINT');
      process.kill(group, 'SIGINT');
      child.kill('SIGINT');
      expect(await ended, moment).toEqual([130, null]);
      expect(() => process.kill(group, 0), moment).toThrow('ESRCH');
      expect(await readdir(dir), moment).toEqual([]);
    }
  },
);
