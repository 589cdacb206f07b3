import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RoundRecord } from '../../../domain/crash/records.ts';
import {
  crashSalt,
  hashOfGame,
  SALT_SOURCE_BET_BOOK,
  wholeChain,
} from '../../../domain/fairness/seedChain.ts';
import { NothingToCheck } from '../../../scripts/verify/httpReader.ts';
import { readOptions } from '../../../scripts/verify/options.ts';
import { PublicRecords } from '../../../scripts/verify/publicRecords.ts';
import { type Outcome, verifyTable } from '../../../scripts/verify/verifyTable.ts';
import { RULES } from '../crash/script.ts';
import { SimulatedTable } from '../crash/simulatedTable.ts';

const GAMES = 12;
const CHAIN_LENGTH = 8;

/** Two chains of a table, the second taking over in the middle, each with the salt that its first book fixed. */
function playGames(): { chains: object[]; records: RoundRecord[] } {
  const chains = [1, 2].map((id) => {
    const firstGame = 1 + (id - 1) * CHAIN_LENGTH;
    const { terminator, checkpoints } = wholeChain(String(id).repeat(64), CHAIN_LENGTH);
    const bare = {
      id,
      length: CHAIN_LENGTH,
      terminator,
      edgePercent: 1,
      firstGame,
      saltSource: SALT_SOURCE_BET_BOOK,
    };
    const { betBookRoot } = playGame(firstGame, { ...bare, salt: 'not fixed yet' }, checkpoints[0]!);
    const chain = { ...bare, salt: crashSalt(terminator, betBookRoot) };
    return { chain, checkpoint: checkpoints[0]! };
  });
  const records = Array.from({ length: GAMES }, (_, index) => {
    const { chain, checkpoint } = chains[Math.floor(index / CHAIN_LENGTH)]!;
    return playGame(index + 1, chain, checkpoint);
  });
  return { chains: chains.map(({ chain }) => chain), records };
}

type PlayedChain = {
  id: number;
  length: number;
  terminator: string;
  edgePercent: number;
  firstGame: number;
  salt: string;
};

function playGame(game: number, chain: PlayedChain, checkpoint: string): RoundRecord {
  const hash = hashOfGame(checkpoint, game - chain.firstGame + 1, chain.length);
  const table = new SimulatedTable(RULES, { game, hash, chain });
  for (let player = 0; player <= game % 5; player += 1) {
    table.bet(`player-${player}`, 100 * (player + 1), player % 2 === 0 ? 120 + 10 * game : null);
  }
  table.commit(5, 0);
  table.pass(RULES.bettingMs);
  table.commit(1, 0);
  table.pass(1000 * (game % 4));
  if (game % 3 === 0) table.stall(4000);
  if (table.store.phase === 'flying') table.ask('cashout', 'player-1');
  return { ...table.finish(), chainId: chain.id };
}

const played = playGames();
let served = structuredClone(played);
let refusals = 0;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (refusals > 0) {
      refusals -= 1;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    const [, , , , table, rounds, game] = pathname.split('/');
    if (table !== RULES.table) return answer(404, { error: { code: 'not_found' } });
    if (rounds === undefined) return answer(200, { chains: served.chains });
    if (game === undefined) {
      // Pages of at most 5, whatever is asked for: a server may give less.
      const skip = Number(searchParams.get('cursor') ?? 0);
      const newest = served.records.toReversed();
      const items = newest.slice(skip, skip + Math.min(5, Number(searchParams.get('limit'))));
      const next = skip + items.length < newest.length ? String(skip + items.length) : null;
      return answer(200, { items: items.map(summaryOf), next });
    }
    const record = served.records.find((round) => round.game === Number(game));
    return record === undefined ? answer(404, {}) : answer(200, record);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  served = structuredClone(played);
});

function summaryOf(record: RoundRecord): object {
  const { table: _table, cancelled: _cancelled, gaps: _gaps, limits: _limits, bets, ...summary } = record;
  return { ...summary, bets: bets.length };
}

function verify(rounds: number, waits: number[] = []): Promise<Outcome> {
  const sleep = async (ms: number) => void waits.push(ms);
  return verifyTable(new PublicRecords(url, RULES.table, fetch, sleep), rounds);
}

test('[FA13] as many rounds as there are up to the number asked for, through pages and chains', async () => {
  expect(await verify(3)).toMatchObject({
    kind: 'valid',
    rounds: 3,
    firstGame: 10,
    lastGame: 12,
    walkedLinks: 2,
  });
  expect(await verify(7)).toMatchObject({ kind: 'valid', rounds: 7, firstGame: 6, walkedLinks: 6 });
  expect(await verify(500)).toMatchObject({ kind: 'valid', rounds: GAMES, firstGame: 1, walkedLinks: 1 });
});

test('[FA13] a busy server is waited for', async () => {
  const waits: number[] = [];
  refusals = 2;
  expect(await verify(1, waits)).toMatchObject({ kind: 'valid' });
  expect(waits).toEqual([1000, 1000]);
});

type Served = typeof served;
const tamperings: { what: string; game: number; field: string; tamper: (served: Served) => void }[] = [
  {
    what: 'one byte of a hash',
    game: 10,
    field: 'hash',
    tamper: ({ records }) => {
      const { hash } = records[9]!;
      records[9]!.hash = (hash.startsWith('0') ? '1' : '0') + hash.slice(1);
    },
  },
  {
    what: 'a bust',
    game: 11,
    field: 'bustHundredths',
    tamper: ({ records }) => {
      records[10]!.bustHundredths += 1;
    },
  },
  {
    what: 'a stake',
    game: 9,
    field: 'bets[0]',
    tamper: ({ records }) => {
      records[8]!.bets[0]!.amountCoins += 100;
    },
  },
  {
    what: 'a total',
    game: 12,
    field: 'paidCoins',
    tamper: ({ records }) => {
      records[11]!.paidCoins += 100;
    },
  },
  { what: 'a round left out', game: 11, field: 'game', tamper: ({ records }) => void records.splice(9, 1) },
  {
    what: 'another chain put in its place',
    game: 9,
    field: 'hash',
    tamper: ({ chains }) =>
      void Object.assign(chains[1]!, { terminator: wholeChain('3'.repeat(64), 1).terminator }),
  },
  { what: 'a chain unpublished', game: 9, field: 'chainId', tamper: ({ chains }) => void chains.pop() },
  {
    what: 'a salt that no book fixed',
    game: 9,
    field: 'salt',
    tamper: (all) => {
      const { chains, records } = all;
      const salt = 'chosen by the house';
      Object.assign(chains[1]!, { salt });
      const [chain] = chains.slice(1) as PlayedChain[];
      const checkpoint = '2'.repeat(64);
      for (const game of [9, 10, 11, 12]) records[game - 1] = playGame(game, chain!, checkpoint);
    },
  },
];

test.each(tamperings)('[FA13] a mismatch names game and field: $what', async ({ game, field, tamper }) => {
  tamper(served);
  expect(await verify(4)).toMatchObject({ kind: 'mismatch', game, field });
});

test('[FA13] a list that says something else than the record', async () => {
  const fetchOther = async (address: string) => {
    const response = await fetch(address);
    if (!address.includes('/rounds?')) return response;
    return new Response((await response.text()).replace('"paidCoins":', '"paidCoins":1'));
  };
  const records = new PublicRecords(url, RULES.table, fetchOther, async () => {});
  expect(await verifyTable(records, 1)).toMatchObject({ kind: 'mismatch', game: 12, field: 'paidCoins' });
});

test('[FA13] nothing to check is not valid', async () => {
  served.records = [];
  expect(await verify(5)).toEqual({ kind: 'nothing' });
  const unknown = new PublicRecords(url, 'unknown', fetch, async () => {});
  await expect(verifyTable(unknown, 5)).rejects.toThrow(NothingToCheck);
});

function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = new URL('../../../scripts/verify.ts', import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test('[FA13] the command exits 0, 1 or 2, and says why in a line', async () => {
  const asked = ['--url', url, '--table', RULES.table, '--rounds'];
  expect(await command(...asked, '5')).toMatchObject({
    code: 0,
    out: expect.stringContaining('5 rounds of table'),
  });
  served.records[10]!.bustedAtMs += 1;
  const mismatch = await command(...asked, '5');
  expect(mismatch).toMatchObject({ code: 1, err: expect.stringContaining('MISMATCH in game 11') });
  expect(mismatch.err).toContain('bustedAtMs');
  served.records = [];
  expect(await command(...asked, '5')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no settled round'),
  });
});

test.each([
  [['--rounds', '0'], '--rounds is "0"'],
  [['--rounds', 'many'], '--rounds is "many"'],
  [['--url', 'localhost'], '--url is "localhost"'],
  [['--table', '../x'], '--table is "../x"'],
  [['--nonsense'], '--nonsense'],
])('[FA13] %j can not be checked', (args, said) => {
  expect(() => readOptions(args, {})).toThrow(said);
});

test.each([
  [['--rounds', 'many'], '--rounds is "many"'],
  [['--url', 'http://127.0.0.1:9'], "can't be reached"],
])('[FA13] the command exits with 2 and a line when %j can not be checked', async (args, said) => {
  const { code, err } = await command(...args);
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(err).not.toContain('    at ');
});
