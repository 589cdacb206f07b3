import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { choosePaths } from '../../db/embedded/paths.ts';
import { findPostmaster, isAlive, startTime } from '../../db/embedded/postmaster.ts';
import { type Embedded, type EmbeddedOptions, runningEmbedded, startEmbedded } from '../../db/embedded.ts';

const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === 'linux';
const SMALL = { settings: { shared_buffers: '16MB', fsync: 'off' } };

let dir: string;
let running: Embedded[];

async function start(at = dir, options: EmbeddedOptions = SMALL): Promise<Embedded> {
  const embedded = await startEmbedded(at, options);
  running.push(embedded);
  return embedded;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a server on `dir` from a process that is then killed: what `kill -9` of the server leaves behind. */
function orphan(): { pid: number; port: number } {
  const script = `
    import { startEmbedded } from ${JSON.stringify(path.resolve('db/embedded.ts'))};
    const e = await startEmbedded(${JSON.stringify(dir)}, ${JSON.stringify(SMALL)});
    console.log(JSON.stringify({ pid: e.pid, port: e.port }));
    process.kill(process.pid, 'SIGKILL');`;
  try {
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    return JSON.parse(String((error as { stdout: Buffer }).stdout));
  }
  throw new Error('the process was not killed');
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
}

function freshDir(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'fairground-embedded-'));
  fs.chmodSync(made, 0o755);
  return made;
}

/** Made once, and copied: making a cluster takes a second. */
let template: string;

beforeAll(async () => {
  template = freshDir();
  await (await startEmbedded(template, SMALL)).stop();
});

afterAll(() => fs.rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  dir = freshDir();
  running = [];
});

const withCluster = () => execFileSync('cp', ['-a', `${template}/.`, dir]);

afterEach(async () => {
  for (const embedded of running) await embedded.stop();
  const { cluster } = choosePaths(dir);
  fs.rmSync(cluster, { recursive: true, force: true });
  fs.rmSync(dir, { recursive: true, force: true });
});

describe('embedded PostgreSQL', () => {
  test('starts, keeps what was written over a stop, and is gone after it', async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    await query(first.url, 'create table kept as select 42 as n');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(runningEmbedded(dir)).toBeNull();
    const second = await start();
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
  });

  test('commits are durable as it comes', async () => {
    withCluster();
    const { url } = await start(dir, {});
    const rows = await query(
      url,
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
    );
    expect(rows.map(({ setting }) => setting)).toEqual(['on', 'on', 'on']);
  });

  test('adopts the server of a killed process, and stops it at its own end', async () => {
    withCluster();
    const left = orphan();
    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, pid: left.pid, port: left.port });
    expect(await query(adopted.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await adopted.stop();
    expect(isAlive(left.pid)).toBe(false);
  });

  test('leaves a server alone that another live process looks after', async () => {
    withCluster();
    const left = orphan();
    const { owner } = choosePaths(dir);
    fs.writeFileSync(owner, `${process.ppid} ${startTime(process.ppid)}`.trim());
    const guest = await startEmbedded(dir, SMALL);
    expect(guest).toMatchObject({ adopted: true, pid: left.pid });
    await guest.stop();
    expect(isAlive(left.pid)).toBe(true);
    fs.rmSync(owner);
    await start();
  });

  test('recovers from a kill -9 of everything', async () => {
    withCluster();
    const first = await start();
    await query(first.url, 'create table kept as select 7 as n');
    const { cluster } = choosePaths(dir);
    await first.stop();
    const left = orphan();
    await kill(left.pid);
    expect(fs.existsSync(path.join(cluster, 'postmaster.pid'))).toBe(true);
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(await query(again.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  test('does not start beside backends of a killed server that still work', async () => {
    withCluster();
    const left = orphan();
    const url = runningEmbedded(dir)!;
    const busy = new pg.Client({ connectionString: url });
    busy.on('error', () => {});
    await busy.connect();
    const { rows } = await busy.query('select pg_backend_pid() as pid');
    // Busy without ever waiting: it does not notice that its postmaster is gone.
    const working = busy
      .query(
        `do $$ begin while clock_timestamp() < statement_timestamp() + interval '2 s' loop end loop; end $$`,
      )
      .catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await kill(left.pid);
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(isAlive(rows[0].pid)).toBe(false);
    await working;
  });

  test.runIf(onLinux)('a pid file whose number another process has got by now is stale', async () => {
    withCluster();
    const first = await start();
    const { cluster } = choosePaths(dir);
    const pidFile = path.join(cluster, 'postmaster.pid');
    const content = fs.readFileSync(pidFile, 'utf8');
    await first.stop();
    fs.writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)));
    expect(findPostmaster(cluster)).toBeNull();
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(again.pid).not.toBe(process.pid);
  });

  test.runIf(onLinux)('a zombie counts as dead', async () => {
    // The shell has turned into a sleep by the time its child ends: nobody waits for that.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (data) => resolve(Number(data))),
    );
    await expect.poll(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    expect(isAlive(pid)).toBe(false);
    parent.kill('SIGKILL');
  });

  test('two servers with their own directories run side by side', async () => {
    const other = path.join(dir, 'other');
    const [one, two] = [await start(), await start(other)];
    expect(one.port).not.toBe(two.port);
    await query(one.url, 'create table only_here ()');
    await expect(query(two.url, 'select from only_here')).rejects.toThrow('does not exist');
  });

  test('a taken port and an unwritable directory are said in one line', async () => {
    withCluster();
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const failure = await startEmbedded(dir, { ...SMALL, port }).catch((error: Error) => error);
    expect((failure as Error).message).toMatch(new RegExp(`did not start: .*port ${port}`));
    expect((failure as Error).message).not.toContain('\n');
    server.close();
    const file = path.join(dir, 'a-file');
    fs.writeFileSync(file, '');
    await expect(startEmbedded(path.join(file, 'data'), SMALL)).rejects.toThrow(
      /can't be written: .*ENOTDIR/,
    );
  });

  test('a half-made cluster is made again', async () => {
    const { cluster } = choosePaths(dir);
    fs.mkdirSync(cluster);
    fs.writeFileSync(path.join(cluster, 'half'), '');
    const embedded = await start();
    expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test.runIf(isRoot && onLinux)('works in a directory that only root may enter', async () => {
    fs.chmodSync(dir, 0o700);
    const embedded = await start();
    const { cluster, runAs } = choosePaths(dir);
    expect(cluster.startsWith(dir)).toBe(false);
    expect(fs.statSync(cluster).uid).toBe(runAs!.uid);
    await embedded.stop();
    expect((await start()).adopted).toBe(false);
    expect(choosePaths(dir).cluster).toBe(cluster);
  });
});
