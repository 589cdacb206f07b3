import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../db/embedded/freePort.ts';
import { emptyDatabase, openTestDatabase } from '../support/database.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

let directory: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => rm(directory, { recursive: true }));

/** Stands in for k6, of which CI may have none: says a version, and runs nothing but `script`. */
function programNamedK6(name: string, version: string, script = ''): string {
  const path = join(directory, name);
  const told = `if (process.argv[2] === 'version') { console.log('k6 v${version} (go1.26)'); process.exit(0); }`;
  writeFileSync(path, `#!${process.execPath}\n${told}\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const NEW_K6 = () => programNamedK6('new', '2.0.0', 'process.exit(1)');

function start(words: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['scripts/loadtest.ts', ...words], {
    env: { ...process.env, DATABASE_URL: '', K6: NEW_K6(), ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  return { child: child as ChildProcess, said };
}

async function run(words: string[], env: NodeJS.ProcessEnv = {}) {
  const { child, said } = start(words, env);
  const [code] = await once(child, 'close');
  return { code, ...said };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('bad flags, no k6, a port that is taken, a server that is down, a database with leftovers: one line each', async () => {
  const flag = await run(['crash', '--player', '5']);
  expect([flag.code, flag.err]).toEqual([
    2,
    expect.stringMatching(/^loadtest: Unknown option '--player'.*\n$/),
  ]);
  const none = await run(['slots'], { K6: join(directory, 'missing') });
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringMatching(/^loadtest: K6=.*missing is no k6: get.*\n$/),
  ]);
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const taken = await run(['slots', '--port', String(port)]);
  expect([taken.code, taken.err]).toEqual([
    2,
    `loadtest: port ${port} is taken: name another --port, or none\n`,
  ]);
  server.close();
  const down = await run(['slots', '--url', `http://127.0.0.1:${port}`]);
  expect([down.code, down.err]).toEqual([2, expect.stringMatching(/^loadtest: no server answers at/)]);
  const used = await openTestDatabase();
  const leftovers = await run(['slots'], { DATABASE_URL: used.url });
  await used.dispose();
  expect([leftovers.code, leftovers.err]).toEqual([
    2,
    expect.stringMatching(/^loadtest: .* has \d+ tables already/),
  ]);
}, 60_000);

test('clients who believe what the ledger does not have fail the run', async () => {
  const liar = programNamedK6(
    'liar',
    '2.0.0',
    `const fs = require('node:fs');
     const accounts = JSON.parse(fs.readFileSync(process.env.LOADTEST_ACCOUNTS, 'utf8'));
     const path = process.argv[process.argv.indexOf('--console-output') + 1];
     const beliefs = accounts.slice(0, -1).map(({ playerId }, at) => [playerId, at === 1 ? 5 : 0, 0, 0]);
     fs.writeFileSync(path, JSON.stringify({ openedAtMs: Date.now() }) + '\\n' + JSON.stringify({ beliefs }) + '\\n');`,
  );
  const database = await emptyDatabase();
  const few = ['slots', '--players', '3', '--duration', '1', '--ramp', '1'];
  const { code, out } = await run(few, { K6: liar, DATABASE_URL: database.url });
  await database.drop();
  expect(out).toContain('1 of 3 players differ; reconciled over');
  expect(out).toMatch(
    /^FAILED money: 1 players believe .* believes 5 coins, 0 credits, the ledger has 0 coins/m,
  );
  expect(code).toBe(1);
}, 60_000);

test('a signal ends k6 and the server', async () => {
  const pids = join(directory, 'pids');
  const hanging = programNamedK6(
    'hanging',
    '2.0.0',
    `require('node:fs').writeFileSync('${pids}.part', process.pid + ' ' + process.env.LOADTEST_URL);
     require('node:fs').renameSync('${pids}.part', '${pids}');
     setInterval(() => {}, 1_000);`,
  );
  const database = await emptyDatabase();
  const { child } = start(['slots', '--players', '1'], { K6: hanging, DATABASE_URL: database.url });
  while (!existsSync(pids) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const [pid, url] = readFileSync(pids, 'utf8').split(' ') as [string, string];
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
  expect(isAlive(Number(pid))).toBe(false);
  await expect(fetch(`${url}/readyz`)).rejects.toThrow();
  await database.drop();
}, 60_000);
