import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import seedrandom from 'seedrandom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fairground } from '../../client/sdk/index.ts';
import { memorySessionStore } from '../../client/sdk/sessionStore.ts';
import { runningEmbedded } from '../../db/embedded.ts';
import { connectOrm, migrate } from '../../db/orm.ts';
import { backupCommand } from '../../scripts/backup/command.ts';
import { restoreCommand } from '../../scripts/restore/command.ts';
import { loadConfig } from '../../server/config.ts';
import { MatchPlayer } from '../simulation/matchPlayer.ts';
import { newGuest } from '../simulation/newGuest.ts';
import { SessionPlayer } from '../simulation/sessionPlayer.ts';
import { type Acknowledged, SimulatedPlayer } from '../simulation/simulatedPlayer.ts';
import { BacktestCaller } from '../support/backtestCaller.ts';
import { someBars } from '../support/bars.ts';
import { emptyDatabase } from '../support/database.ts';
import { reconcileData } from '../support/reconcileData.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { slowLine } from '../support/slowLine.ts';
import { oddsDirectory, smallBanner } from '../support/smallBanner.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const QUICK = {
  ...{ table: 'quick', edgePercent: 50, minBetCoins: 100, maxBetCoins: 100_000 },
  ...{ maxPayoutCoins: 5_000_000, maxRoundPayoutCoins: 20_000_000, bettingMs: 1_200, pauseMs: 300 },
};
/** Its first round is open for as long as the test lasts, with a bet in it. */
const SLOW = { ...QUICK, table: 'slow', bettingMs: 600_000 };
/** The same, without a bet: its chain has no salt yet. */
const IDLE = { ...SLOW, table: 'idle' };
const TABLES = [QUICK, SLOW, IDLE];
const STAKE_COINS = 1_000;
const START_COINS = 100_000;

interface Said {
  code: number;
  out: string;
  err: string;
}

function run(script: string, words: string[], env: Record<string, string>): Promise<Said> {
  const { DATABASE_URL: _tests, ...surroundings } = process.env;
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...words], { env: { ...surroundings, ...env } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    ),
  );
}

async function query<Row extends pg.QueryResultRow>(dataDir: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: runningEmbedded(join(dataDir, 'postgres'))! });
  await client.connect();
  const { rows } = await client.query<Row>(sql);
  await client.end();
  return rows;
}

let oddsDir: string;
let server: ServerProcess;
let restored: ServerProcess | null = null;
let fresh: string;
const dirs: string[] = [];
/** What was known when the backup was taken, or just before. */
let before: {
  chains: { id: number; crash_table: string; terminator: string; last_game: string }[];
  pairs: { server_seed_hash: string }[];
  fences: { crash_table: string; fence: string }[];
};
const acknowledged: Acknowledged = { bets: new Map(), cashouts: new Map(), cancels: new Map() };
const storage = memorySessionStore();
let spinner: Fairground;
let slowBettor: Fairground;
let matchPlayer: MatchPlayer;
let member: Fairground;
let backtester: BacktestCaller;
let jobId: string;
let backup: string;

/** As long as the first server lives: then its players are cut off, as in a disaster. */
beforeAll(async () => {
  oddsDir = await oddsDirectory(smallBanner(1_000, 100_000, { 1: 100, 10: 900 }));
  server = await startServer({ tables: TABLES, shortFlights: true, env: { ODDS_DIR: oddsDir } });
  const { url } = server;
  fresh = await temporaryDirectory();
  dirs.push(oddsDir, fresh);

  const crashers = await Promise.all(
    [0, 1, 2, 3].map((index) =>
      SimulatedPlayer.join(url, 'quick', seedrandom(`crash ${index}`), acknowledged),
    ),
  );
  const sessions = await Promise.all(
    [0, 1, 2].map((index) => SessionPlayer.join(url, seedrandom(`games ${index}`), index)),
  );
  slowBettor = await newGuest(url);
  await (await slowBettor.crash('slow').joined()).bet({
    amountCoins: STAKE_COINS,
    autoCashoutHundredths: null,
  });
  spinner = new Fairground({ url, storage });
  await spinner.guest({ ageConfirmed: true });
  for (let spin = 0; spin < 3; spin += 1) await spinner.slots('neon3').spin(100);
  member = new Fairground({ url });
  await member.signUp({
    nickname: 'Member',
    password: 'correct horse 7 battery',
    inviteCode: '5858',
    ageConfirmed: true,
  });
  // The other one has not committed: the match stands until its window ends, long after the backup.
  matchPlayer = await MatchPlayer.join(url, STAKE_COINS, seedrandom('match'));
  const opponent = await MatchPlayer.join(url, STAKE_COINS, seedrandom('opponent'));
  backtester = await BacktestCaller.guest(url);
  const dataset = await backtester.upload('minutes', someBars(150_000, 5, 60_000));

  for (const player of [...crashers, ...sessions]) player.start();
  while (acknowledged.cashouts.size === 0 || sessions.some(({ turns }) => turns < 20)) await pause(10);
  before = {
    chains: await query(server.dataDir, `select id, crash_table, terminator, last_game from seed_chain`),
    pairs: await query(server.dataDir, `select server_seed_hash from seed_pair`),
    fences: await query(server.dataDir, `select crash_table, fence from table_lease`),
  };
  const asked = [...acknowledged.bets.keys()].length;
  await matchPlayer.commitOnce();
  for (let job = 0; job < 3; job += 1) jobId = await backtester.submit(dataset, randomUUID());
  const said = await backupCommand([], loadConfig({ DATA_DIR: server.dataDir }));
  expect(said).toMatch(/rows of \d+ tables .* its books agree\. .*secrets\.key is not in it/);
  backup = said.split(':')[0]!;
  // Play goes on, and a pair that the backup has as active is revealed.
  await spinner.rotateSeeds('known by now');
  while (acknowledged.bets.size < asked + 4) await pause(10);
  for (const player of crashers) await player.finish();
  for (const player of sessions) await player.finish();
  await opponent.leave();
  expect((await reconcileData(server.dataDir)).differenceCoins).toBe(0);
}, 120_000);
afterAll(async () => {
  await matchPlayer?.leave().catch(() => {});
  for (const fairground of [spinner, slowBettor, member]) await fairground?.close();
  await restored?.dispose();
  await server?.dispose();
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

const secretsKey = () => join(server.dataDir, 'secrets.key');
const restore = (words: string[], env: Record<string, string>) => run('scripts/restore.ts', words, env);

test('a backup is whole, for its owner alone, and without any secret in the clear', async () => {
  expect((await stat(backup)).mode & 0o777).toBe(0o700);
  const files = await readdir(backup);
  for (const file of files) expect((await stat(join(backup, file))).mode & 0o777, file).toBe(0o600);
  const manifest = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({ format: 1, differenceCoins: 0 });
  const rowsOf = (table: string) => manifest.tables.find(({ name }: { name: string }) => name === table).rows;
  for (const table of ['transfer', 'crash_bet', 'game', 'seed_pair', 'seed_checkpoint'])
    expect(rowsOf(table), table).toBeGreaterThan(0);
  expect(files.toSorted()).toEqual(
    ['manifest.json', ...manifest.tables.map(({ name }: { name: string }) => `${name}.copy.gz`)].toSorted(),
  );
});

test('what can’t be restored is refused with one line, and changes nothing', {
  timeout: 120_000,
}, async () => {
  const refused = async (words: string[], env: Record<string, string>, line: RegExp) => {
    const message = await restoreCommand(words, loadConfig(env)).catch((error: Error) => error.message);
    expect(message).toMatch(line);
    expect(message.split('\n')).toHaveLength(1);
  };
  expect(await restore([], {})).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^restore: say npm run/),
  });
  await refused([join(fresh, 'nowhere')], { DATA_DIR: fresh }, /is no backup/);
  await refused([backup], { DATA_DIR: fresh }, /key of the servers is missing/);
  await refused(
    [backup],
    { DATA_DIR: fresh, SECRETS_KEY: 'x'.repeat(40) },
    /sealed with another SECRETS_KEY/,
  );
  await refused([backup], { DATA_DIR: server.dataDir }, /a server runs on this database/);
  await refused(['--in-place'], { DATA_DIR: server.dataDir }, /a server runs on this database/);
  expect(await run('scripts/backup.ts', [backup], { DATA_DIR: server.dataDir })).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^backup: .* exists already/),
  });

  const damaged = await temporaryDirectory();
  dirs.push(damaged);
  await cp(backup, damaged, { recursive: true });
  const file = join(damaged, 'transfer.copy.gz');
  const bytes = await readFile(file);
  bytes[bytes.length - 9]! ^= 1;
  await writeFile(file, bytes);
  const empty = await emptyDatabase();
  const env = { DATABASE_URL: empty.url, SECRETS_KEY: (await readFile(secretsKey(), 'utf8')).trim() };
  try {
    await refused([damaged], env, /transfer\.copy\.gz (is damaged|can't be read)/);
    // No server starts on what that left, which the next restore removes.
    const orm = await connectOrm(empty.url);
    await expect(migrate(orm, empty.url)).rejects.toThrow(/restore of this database did not come to its end/);
    await orm.close(true);
    expect(await restoreCommand([backup], loadConfig(env))).toMatch(/^Restored/);
    await refused([backup], env, /is not empty/);
    // Promoted or copied by other means, it is as old as the backup: the same once more.
    expect(await restoreCommand(['--in-place'], loadConfig(env))).toMatch(
      /^The database is ready.*Voided 0 open rounds/,
    );
  } finally {
    await empty.drop();
  }
});

test('when a restore has answered, its connection has ended, and the lock with it', async () => {
  const database = await emptyDatabase();
  const observer = new pg.Client({ connectionString: database.url });
  const slow = await slowLine(Number(new URL(database.url).port));
  try {
    await observer.connect();
    await observer.query('create table somebodys (id int)');
    const url = new URL(database.url);
    url.port = String(slow.port);
    const env = { DATABASE_URL: url.href, SECRETS_KEY: (await readFile(secretsKey(), 'utf8')).trim() };
    await expect(restoreCommand([backup], loadConfig(env))).rejects.toThrow('is not empty');
    const { rows } = await observer.query(
      "select 1 from pg_stat_activity where application_name = 'fairground restore' and datname = current_database()",
    );
    expect(rows).toEqual([]);
  } finally {
    await observer.end();
    slow.close();
    await database.drop();
  }
});

test('[FA19] restored into a fresh data directory: nothing is lost, every chain and pair is replaced before the first bet', {
  timeout: 120_000,
}, async () => {
  await server.stop();
  await copyFile(join(server.dataDir, 'secrets.key'), join(fresh, 'secrets.key'));
  const said = await restore([backup], { DATA_DIR: fresh });
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toMatch(
    /Voided [23] open rounds and 1 matches.* [1-3] backtests wait again, 1 sessions were ended/,
  );
  expect((await reconcileData(fresh)).differenceCoins).toBe(0);

  restored = await startServer({
    tables: TABLES,
    dataDir: fresh,
    port: server.port,
    env: { ODDS_DIR: oddsDir },
  });
  // Nobody has come yet: no pair stands, and each table has a chain that was not there before.
  const read = () =>
    query<{ id: number; crash_table: string; status: string }>(fresh, 'select * from seed_chain order by id');
  let chains = await read();
  while (chains.filter(({ status }) => status === 'active').length < TABLES.length) {
    await pause(50);
    chains = await read();
  }
  const known = new Set(before.chains.map(({ id }) => id));
  for (const chain of chains)
    expect(chain.status, `chain ${chain.id}`).toBe(known.has(chain.id) ? 'finished' : 'active');
  const standing = chains.filter(({ status }) => status === 'active');
  expect(standing.map(({ crash_table }) => crash_table).toSorted()).toEqual(['idle', 'quick', 'slow']);
  expect(Math.min(...standing.map(({ id }) => id))).toBeGreaterThan(Math.max(...known) + 100);
  const spinnerId = spinner.player.value!.id;
  const pairs = await query<{ status: string; n: number }>(
    fresh,
    `select status, count(*)::int as n from seed_pair where player_id <> '${spinnerId}' group by status`,
  );
  expect(pairs).toEqual([{ status: 'revealed', n: expect.any(Number) }]);
  const fences = await query<{ crash_table: string; fence: string }>(
    fresh,
    'select crash_table, fence from table_lease',
  );
  for (const { crash_table, fence } of before.fences)
    expect(Number(fences.find((lease) => lease.crash_table === crash_table)!.fence)).toBeGreaterThan(
      Number(fence) + 1_000_000,
    );
});

test('[FA19] old rounds and games verify, voided ones among them; stakes of what was open are back', async () => {
  const { url } = restored!;
  for (const table of ['quick', 'slow', 'idle']) {
    const said = await run('scripts/verify.ts', ['--url', url, '--table', table, '--rounds', '100'], {});
    expect(said, said.err).toMatchObject({ code: 0 });
  }
  const { accessToken } = JSON.parse(storage.read()!) as { accessToken: string };
  const said = await run('scripts/verify.ts', ['--url', url, '--player'], { FAIRGROUND_TOKEN: accessToken });
  expect(said, said.err).toMatchObject({ code: 0 });
  expect(said.out).toMatch(/3 games/);

  const coinsOf = async (playerId: string) => {
    const rows = await query<{ balance: string }>(
      fresh,
      `select balance from account where player_id = '${playerId}' and currency = 'coins'`,
    );
    return Number(rows[0]!.balance);
  };
  expect(await coinsOf(slowBettor.player.value!.id)).toBe(START_COINS);
  expect(await coinsOf(matchPlayer.fairground.player.value!.id)).toBe(START_COINS);
  const [round] = (await spinner.rounds('slow')).items;
  expect(round).toMatchObject({ game: 1, voided: true });
  const { chains } = await spinner.fairness('slow');
  expect(chains.map(({ firstGame, lastGame }) => [firstGame, lastGame])).toEqual([
    [1, 1],
    [2, expect.any(Number)],
  ]);
});

test('[FA19] players go on: a guest with its session and new seeds, bets, spins, and a backtest that waited', async () => {
  const { url } = restored!;
  const seeds = await spinner.seeds();
  const old = new Set(before.pairs.map(({ server_seed_hash }) => server_seed_hash));
  expect(old.has(seeds.serverSeedHash)).toBe(false);
  expect(old.has(seeds.nextServerSeedHash)).toBe(false);
  const { gameId } = await spinner.slots('neon3').spin(100);
  expect(await spinner.game(gameId)).toMatchObject({ gameId });
  const table = await spinner.crash('quick').joined();
  for (;;) {
    if (table.state.value?.phase === 'betting') {
      const bet = await table.bet({ amountCoins: 500, autoCashoutHundredths: 101 }).catch(() => null);
      if (bet !== null) break;
    }
    await pause(20);
  }
  // Who has a password signs in anew: a sign-out after the backup is not undone by it.
  await expect(member.seeds()).rejects.toMatchObject({ code: 'unauthorized' });
  await member.login({ nickname: 'member', password: 'correct horse 7 battery' });
  const told = new Promise<string>((resolve) => member.broadcasts.subscribe(({ text }) => resolve(text)));
  member.lobby();
  expect(await told).toMatch(/restored from a backup of/);
  while ((await backtester.job(jobId)).endedAtMs === null) await pause(50);
  expect((await backtester.job(jobId)).status).toBe('completed');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await reconcileData(fresh)).differenceCoins).toBe(0);
});
