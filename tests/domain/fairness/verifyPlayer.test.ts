import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NothingToCheck } from '../../../scripts/verify/httpReader.ts';
import { readOptions } from '../../../scripts/verify/options.ts';
import { PlayerRecords } from '../../../scripts/verify/playerRecords.ts';
import { type PlayerOutcome, verifyPlayer } from '../../../scripts/verify/verifyPlayer.ts';
import { type Guest, guest } from '../../rooms/harness.ts';
import { playMatch } from '../../rooms/playedMatch.ts';
import { openSession, reveal } from '../../rooms/sessions.ts';
import { migratedDatabase } from '../../support/database.ts';
import { type ServerProcess, startServer } from '../../support/serverProcess.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const SPINS = 12;
const THROWS = 4;
/** A match between two players, spins at two machines, a pull of one and one of ten, throws. */
const REVEALED = 1 + 2 * SPINS + 2 + THROWS;
const WAITING = 3;

let database: Awaited<ReturnType<typeof migratedDatabase>>;
let server: ServerProcess;
let client: pg.Client;
let ada: Guest;

async function play(room: 'slots' | 'gacha' | 'rps', options: object, type: string, requests: object[]) {
  const { room: seat } = await openSession(server.url, ada.accessToken, room, options);
  for (const request of requests) await seat.request(type, { key: crypto.randomUUID(), ...request });
  await seat.leave();
}

const spins = (count: number, betCoins: number) => Array.from({ length: count }, () => ({ betCoins }));

beforeAll(async () => {
  database = await migratedDatabase();
  // One player is verified over and over, by a verifier that does not wait when it is told to.
  server = await startServer({ env: { DATABASE_URL: database.url, RATE_LIMITS: 'off' } });
  client = new pg.Client(database.url);
  await client.connect();
  // What is written once can't be changed without being the database's owner.
  await client.query('alter table game disable trigger game_append_only');
  ada = await guest(server.url);
  const players = [
    { guest: ada, hand: 'rock' },
    { guest: await guest(server.url), hand: 'scissors' },
  ] as const;
  await playMatch(server.url, 100, players);
  await play('slots', { machine: 'neon3' }, 'spin', spins(SPINS, 100));
  // Over a rotation: streak, pity and recent items go on.
  await reveal(server.url, ada.accessToken);
  await play('slots', { machine: 'cascade5' }, 'spin', spins(SPINS, 100));
  await play('gacha', { banner: 'starlight' }, 'pull', [{ count: 1 }, { count: 10 }]);
  await play(
    'rps',
    {},
    'throw',
    Array.from({ length: THROWS }, () => ({ betCoins: 100, hand: 'rock' })),
  );
  await reveal(server.url, ada.accessToken);
  await play('slots', { machine: 'neon3' }, 'spin', spins(WAITING, 100));
}, 120_000);
afterAll(async () => {
  await client.end();
  await server.dispose();
  await database.drop();
});

function verify(token = ada.accessToken): Promise<PlayerOutcome> {
  return verifyPlayer(new PlayerRecords(server.url, token, fetch, async () => {}));
}

test('[FA18] every finished game, over all pairs; and how many wait for their seeds', async () => {
  expect(await verify()).toEqual({
    kind: 'valid',
    games: REVEALED,
    pairs: 3,
    matches: 1,
    waiting: WAITING,
  });
});

/** One statement on the rows, by what it should be found as; the game is the one of that place in the order of play. */
const TAMPERINGS: { what: string; place: number; set: string; field: RegExp }[] = [
  {
    what: 'an outcome',
    place: 3,
    set: `outcome = jsonb_set(outcome::jsonb, '{turns,0,stops,0}', '777')`,
    field: /^outcome\.turns\[0\]\.stops\[0\]$/,
  },
  {
    what: 'a pulled item',
    place: 1 + 2 * SPINS,
    set: `outcome = jsonb_set(outcome::jsonb, '{items,0,rarity}',
            case outcome::jsonb #>> '{items,0,rarity}' when 'legendary' then '"common"' else '"legendary"' end::jsonb)`,
    field: /^outcome\.items\[0\]\.rarity$/,
  },
  {
    what: 'a salt of a match',
    place: 0,
    set: `inputs = jsonb_set(inputs::jsonb, '{players,1,salt}', to_jsonb(repeat('00', 16)))`,
    field: /^proof\.inputs\.players\[1\]\.commit$/,
  },
  {
    what: 'what a match came to',
    place: 0,
    set: `outcome = jsonb_set(outcome::jsonb, '{outcome}', '"lose"')`,
    field: /^outcome\.outcome$/,
  },
  { what: 'a payout', place: 4, set: 'payout_coins = payout_coins + 100', field: /^payoutCoins$/ },
  { what: 'a tally', place: 5, set: `tally = '{"jackpot":1}'`, field: /^tally/ },
  {
    what: 'an odds table',
    place: 6,
    set: `odds_hash = repeat('0', 64)`,
    field: /^oddsHash$/,
  },
  {
    what: 'a hand',
    place: REVEALED - 1,
    set: `inputs = '{"hand":"paper"}'`,
    field: /^outcome\.hand$/,
  },
  {
    what: 'a streak of a game whose seeds are hidden',
    place: REVEALED + 1,
    set: `inputs = '{"streak":9}'`,
    field: /^proof\.inputs\.streak$/,
  },
  { what: 'a nonce', place: REVEALED + 2, set: 'nonce = nonce + 1', field: /^proof\.nonce$/ },
];

/** Does something while a row says something else than was played. */
async function tampered<T>(
  { place, set }: { place: number; set: string },
  work: (gameId: string) => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ game_id: string }>(
    'select game_id from game where player_id = $2 order by stake_id limit 1 offset $1',
    [place, ada.id],
  );
  const gameId = rows[0]!.game_id;
  await client.query('create temporary table kept as select * from game where game_id = $1', [gameId]);
  await client.query(`update game set ${set} where game_id = $1`, [gameId]);
  try {
    return await work(gameId);
  } finally {
    await client.query('delete from game where game_id = $1', [gameId]);
    await client.query('insert into game select * from kept');
    await client.query('drop table kept');
  }
}

test.each(TAMPERINGS)('[FA18] a mismatch names game and field: $what', async ({ field, ...tampering }) => {
  await tampered(tampering, async (gameId) => {
    expect(await verify()).toMatchObject({
      kind: 'mismatch',
      gameId,
      field: expect.stringMatching(field),
    });
  });
});

test('[FA18] the command exits 1 at a mismatch, and names it', async () => {
  await tampered(TAMPERINGS[0]!, async (gameId) => {
    const { code, err } = await command(['--player', '--url', server.url], ada.accessToken);
    expect([code, err]).toEqual([1, expect.stringContaining(`MISMATCH in game ${gameId}: outcome.turns[0]`)]);
  });
});

test('[FA18] a seed that is not the published one, and a last game that is gone', async () => {
  const change = async (there: string, back: string) => {
    await client.query(there);
    const outcome = await verify();
    await client.query(back);
    return outcome;
  };
  const revealed = `update seed_pair set client_seed = `;
  const of = `where activated_at_ms = (select min(activated_at_ms) from seed_pair)`;
  const { rows } = await client.query(`select client_seed from seed_pair ${of}`);
  expect(
    await change(`${revealed}'another' ${of}`, `${revealed}'${rows[0].client_seed}' ${of}`),
  ).toMatchObject({ kind: 'mismatch' });
  const last = 'where stake_id = (select max(stake_id) from game)';
  expect(
    await change(
      `create table kept as select * from game ${last}; delete from game ${last}`,
      'insert into game select * from kept; drop table kept',
    ),
  ).toMatchObject({ kind: 'mismatch', field: 'proof.nonce' });
  expect(await verify()).toMatchObject({ kind: 'valid' });
});

interface Ended {
  code: number;
  out: string;
  err: string;
}

function command(args: string[], token?: string): Promise<Ended> {
  const script = new URL('../../../scripts/verify.ts', import.meta.url).pathname;
  const { FAIRGROUND_TOKEN: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { env: token === undefined ? env : { ...env, FAIRGROUND_TOKEN: token } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('[FA18] the command exits 0 or 2, and says what it checked; the token comes by file, too', async () => {
  const asked = ['--player', '--url', server.url];
  const valid = await command(asked, ada.accessToken);
  expect(valid).toMatchObject({ code: 0, out: expect.stringContaining(`${REVEALED} games of the player`) });
  expect(valid.out).toContain(`${WAITING} games wait`);

  const tokenFile = join(await temporaryDirectory(), 'token');
  await writeFile(tokenFile, `${ada.accessToken}\n`);
  expect((await command([...asked, '--token-file', tokenFile])).out).toBe(valid.out);

  const newcomer = await guest(server.url);
  expect(await command(asked, newcomer.accessToken)).toMatchObject({
    code: 2,
    err: expect.stringContaining('no finished game'),
  });
  await expect(verify('not-a-token')).rejects.toThrow(NothingToCheck);
});

test.each<[string[], string | undefined, string]>([
  [['--player'], undefined, 'FAIRGROUND_TOKEN'],
  [['--player'], '  ', 'FAIRGROUND_TOKEN'],
  [['--player'], 'two words', 'FAIRGROUND_TOKEN holds no access token'],
  [['--player', '--token-file', '/no/such/file'], 'x', '--token-file is "/no/such/file"'],
  [['--player', '--table', 'main'], 'x', '--table'],
  [['--player', '--rounds', '5'], 'x', '--rounds'],
  [['--token-file', 'x'], undefined, '--token-file'],
  [['--player', '--token', 'secret'], undefined, '--token'],
])('[FA18] %j with token %j can not be checked', (args, token, said) => {
  expect(() => readOptions(args, token === undefined ? {} : { FAIRGROUND_TOKEN: token })).toThrow(said);
});

test('[FA18] a token that is none of this server’s', async () => {
  const { code, err } = await command(['--player', '--url', server.url], 'secret-token');
  expect(code).toBe(2);
  expect(err).toContain('401');
  expect(err).not.toContain('secret-token');
});
