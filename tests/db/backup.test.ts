import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueJobs } from '../../db/backup/queueJobs.ts';
import { takeBackup } from '../../db/backup/take.ts';
import { openJobMessages } from '../../db/jobMessages.ts';
import { backupCommand } from '../../scripts/backup/command.ts';
import { restoreCommand } from '../../scripts/restore/command.ts';
import { loadConfig } from '../../server/config.ts';
import { createCipher } from '../../server/secrets.ts';
import { emptyDatabase, migratedDatabase } from '../support/database.ts';
import { openFor } from '../support/openFor.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { BacktestWorld } from './backtestWorld.ts';
import { CrashTable, value } from './crashTable.ts';

const SECRETS_KEY = 'the key that this backup is sealed with';
const cipher = createCipher(SECRETS_KEY);

let dir: string;
let source: Awaited<ReturnType<typeof migratedDatabase>>;
let watcher: pg.Client;
let bettor: string;

async function rowsOf<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
}

const messageOf = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message);

beforeAll(async () => {
  dir = await temporaryDirectory();
  source = await migratedDatabase();
  const db = await openFor(source.url, cipher);
  await db.keys.ensure(
    {
      ...{ kid: 'first', purpose: 'access', algorithm: 'HS256', publicJwk: null, createdAtMs: 1 },
      privateKey: new Uint8Array(8),
    },
    0,
  );
  const table = await CrashTable.own(db, 'main');
  const player = await table.player();
  bettor = player.id;
  await table.player();
  value(await table.open(1));
  value((await table.bet(player, 1, 500)).result);
  await db.close();
  watcher = new pg.Client({ connectionString: source.url });
  await watcher.connect();
  // Defaults that a database may have: one would cut a backup short, one makes rows that another server reads wrongly.
  const name = new URL(source.url).pathname.slice(1);
  await watcher.query(`alter database ${name} set lock_timeout = '1ms'`);
  await watcher.query(`alter database ${name} set DateStyle = 'German'`);
}, 60_000);
afterAll(async () => {
  await watcher?.end();
  await source?.drop();
  if (dir) await rm(dir, { recursive: true, force: true });
});

test('a backup of a database with dates in another style restores to the same rows, and numbers notices above all before', async () => {
  await takeBackup(source.url, join(dir, 'whole'), cipher);
  const target = await emptyDatabase();
  const config = loadConfig({ DATABASE_URL: target.url, SECRETS_KEY });
  try {
    // A backup with a file missing is named, and in the way of no other try.
    await cp(join(dir, 'whole'), join(dir, 'partly'), { recursive: true });
    await rm(join(dir, 'partly', 'crash_bet.copy.gz'));
    expect(await messageOf(restoreCommand([join(dir, 'partly')], config))).toMatch(
      /crash_bet\.copy\.gz can't be read: ENOENT/,
    );
    expect(await messageOf(takeBackup(target.url, join(dir, 'half'), cipher))).toMatch(
      /restore of this database did not come to its end/,
    );
    expect(await restoreCommand([join(dir, 'whole')], config)).toMatch(/Voided 1 open rounds/);

    const instants =
      'select idem_key, extract(epoch from created_at) as at from transfer where kind <> $$crash.void$$ order by 1';
    expect(await rowsOf(target.url, instants)).toEqual(await rowsOf(source.url, instants));
    // A page that was left open has seen higher numbers than the backup has: the refund's is above those too.
    const numbers = await rowsOf<{ player_id: string; next: number }>(
      target.url,
      'select player_id, (last_sequence + 1)::int as next from notice_cursor',
    );
    expect(numbers).toHaveLength(2);
    for (const { next } of numbers) expect(next).toBeGreaterThan(1_000_000);
    expect(
      await rowsOf(target.url, 'select player_id, kind, sequence > 1000000 as above from notice'),
    ).toEqual([{ player_id: bettor, kind: 'crash.voided', above: true }]);
  } finally {
    await target.drop();
  }
}, 60_000);

test('no backup is sealed with a key that is not the servers’, nor is one made for it', async () => {
  const dataDir = join(dir, 'elsewhere');
  await mkdir(dataDir);
  const place = { DATABASE_URL: source.url, DATA_DIR: dataDir };
  const words = [join(dataDir, 'backup')];
  expect(await messageOf(backupCommand(words, loadConfig(place)))).toMatch(/key of the servers is missing/);
  const other = loadConfig({ ...place, SECRETS_KEY: 'x'.repeat(40) });
  expect(await messageOf(backupCommand(words, other))).toMatch(/sealed with another SECRETS_KEY/);
  expect(await readdir(dataDir)).toEqual([]);
});

test('a backup whose connection is cut ends with one line and leaves nothing; one that is under way is not joined', async () => {
  await watcher.query('begin');
  await watcher.query('lock table crash_bet in access exclusive mode');
  const said = messageOf(takeBackup(source.url, join(dir, 'cut'), cipher));
  const WAITING = `select pid from pg_stat_activity
    where datname = current_database() and application_name = 'fairground backup' and wait_event_type = 'Lock'`;
  let pids = await rowsOf<{ pid: number }>(source.url, WAITING);
  while (pids.length === 0) {
    await pause(10);
    pids = await rowsOf<{ pid: number }>(source.url, WAITING);
  }
  expect(await messageOf(takeBackup(source.url, join(dir, 'cut'), cipher))).toMatch(
    /still runs, or was killed/,
  );
  await watcher.query('select pg_terminate_backend($1)', [pids[0]!.pid]);
  expect(await said).toMatch(/terminat/);
  await watcher.query('rollback');
  expect((await readdir(dir)).filter((name) => name.startsWith('cut'))).toEqual([]);
});

test('what needs no backup restores nothing into a database that is not ours', async () => {
  const { url, drop } = await emptyDatabase();
  try {
    const config = loadConfig({ DATABASE_URL: url, SECRETS_KEY });
    expect(await messageOf(restoreCommand(['--in-place'], config))).toMatch(/nothing of Fairground/);
    expect(await rowsOf(url, `select 1 from pg_class where relnamespace = 'public'::regnamespace`)).toEqual(
      [],
    );
  } finally {
    await drop();
  }
});

test('after a restore a backtest that ran waits again; one whose end was asked for has ended', async () => {
  const world = await BacktestWorld.open();
  const messages = await openJobMessages(world.db.url, () => {});
  const client = await world.db.pool.connect();
  try {
    const player = await world.player();
    const [ended, again] = [await world.submit(player), await world.submit(player, { key: randomUUID() })];
    for (let taken = 0; taken < 2; taken += 1) value(await world.runs.take());
    value(await world.store.cancel(ended, player.id));
    expect(await queueJobs(client, messages, 5)).toBe(1);
    expect(value(await world.store.job(ended, player.id))).toMatchObject({
      status: 'cancelled',
      endedAtMs: 5,
    });
    expect(value(await world.store.job(again, player.id))).toMatchObject({ status: 'queued' });
    expect(value(await world.runs.take())).toMatchObject({ jobId: again, attempt: 2 });
  } finally {
    client.release();
    await messages.close();
    await world.dispose();
  }
});
