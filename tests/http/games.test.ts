import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../domain/canonicalJson.ts';
import { verifyPlayed } from '../../domain/fairness/verifyPlayed.ts';
import starlight from '../../domain/gacha/starlight.data.ts';
import { oddsHash } from '../../domain/games/odds.ts';
import rps from '../../domain/rps/rps.data.ts';
import cascade5 from '../../domain/slots/cascade5.data.ts';
import neon3 from '../../domain/slots/neon3.data.ts';
import { type Guest, guest } from '../rooms/harness.ts';
import { playMatch } from '../rooms/playedMatch.ts';
import { openSession } from '../rooms/sessions.ts';
import { type ServerProcess, startServer } from '../support/serverProcess.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type CallOptions, callApi, refusalOf } from './liveApp.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let server: ServerProcess;
let document: Document;
let ada: Guest;
let bob: Guest;

/** Every answer of these tests is also held against the OpenAPI document. */
async function call(
  method: 'GET' | 'POST',
  path: string,
  player?: Guest,
  body?: CallOptions['body'],
): Promise<Answer> {
  const answer = await callApi(server.url, method, path, {
    ...(player === undefined ? {} : { token: player.accessToken }),
    ...(body === undefined ? {} : { body }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}
const get = async (path: string, player?: Guest) => (await call('GET', path, player)).body;
const rotate = (player: Guest, body?: CallOptions['body']) =>
  call('POST', '/api/fairness/seeds/rotate', player, body);

async function play(
  player: Guest,
  room: 'slots' | 'gacha' | 'rps',
  options: object,
  type: string,
  requests: object[],
) {
  const { room: seat } = await openSession(server.url, player.accessToken, room, options);
  const answers: Record<string, unknown>[] = [];
  for (const request of requests) answers.push(await seat.request(type, { key: randomUUID(), ...request }));
  const summary = await seat.request('end', {});
  return { answers, summary };
}

beforeAll(async () => {
  server = await startServer();
  document = (await callApi(server.url, 'GET', '/openapi.json', {})).body;
  [ada, bob] = [await guest(server.url), await guest(server.url)];
}, 120_000);
afterAll(() => server.dispose());

describe('seeds', () => {
  test('a rotation reveals what was announced, and puts to use what was announced', async () => {
    const player = await guest(server.url);
    const first = await get('/api/fairness/seeds', player);
    expect(first).toMatchObject({ chosenByPlayer: false, nonce: 0 });
    expect(await get('/api/fairness/seeds', player)).toEqual(first);
    const { body, headers } = await rotate(player, { clientSeed: 'my own seed ~' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.revealed).toMatchObject({
      pairId: first.pairId,
      serverSeedHash: first.serverSeedHash,
      clientSeed: first.clientSeed,
      gameCount: 0,
    });
    expect(sha256(body.revealed.serverSeed)).toBe(first.serverSeedHash);
    expect(body.active).toMatchObject({
      serverSeedHash: first.nextServerSeedHash,
      clientSeed: 'my own seed ~',
      chosenByPlayer: true,
      nonce: 0,
    });
    expect(await get('/api/fairness/seeds', player)).toEqual(body.active);
  });

  test('a client seed that is left out, or was used before, does not count as chosen', async () => {
    const player = await guest(server.url);
    expect((await rotate(player, { clientSeed: 'once' })).body.active.chosenByPlayer).toBe(true);
    for (const body of [undefined, {}, { clientSeed: 'once' }]) {
      expect((await rotate(player, body)).body.active.chosenByPlayer).toBe(false);
    }
  });

  test.each([
    ['65 characters', 'x'.repeat(65)],
    ['none', ''],
    ['a line feed', 'two\nlines'],
    ['a null character', 'nul\u0000'],
    ['a delete character', 'del\u007f'],
    ['an accent', 'é'],
    ['a number', 7],
    ['null', null],
    ['a list', ['x']],
  ])('a client seed of %s is refused, naming the field, and nothing rotates', async (_what, clientSeed) => {
    const before = await get('/api/fairness/seeds', bob);
    const answer = await rotate(bob, { clientSeed });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details.field).toBe('clientSeed');
    expect(await get('/api/fairness/seeds', bob)).toEqual(before);
  });

  test.each([[' '], ['~'.repeat(64)], ['a:b:c'], ['{"json":true}']])(
    '%j is a client seed',
    async (clientSeed) => {
      expect((await rotate(bob, { clientSeed })).body.active.clientSeed).toBe(clientSeed);
    },
  );
});

describe('odds', () => {
  const TABLES = [neon3, cascade5, starlight, rps];

  test('every table is listed by its hash, with what follows from it', async () => {
    const { items } = await get('/api/odds');
    for (const odds of TABLES) {
      const item = items.find((each: { oddsHash: string }) => each.oddsHash === oddsHash(odds));
      expect(item.odds).toEqual(odds);
      expect(sha256(canonicalJson(item.odds))).toBe(item.oddsHash);
    }
    const machines = items.filter(({ game }: { game: string }) => game === 'slots');
    expect(machines.map(({ machine }: { machine: string }) => machine).sort()).toEqual(['cascade5', 'neon3']);
    for (const { returnToPlayer, returnToPlayerExact, hitRate, variance } of machines) {
      expect(returnToPlayer).toBeGreaterThan(0.95);
      expect(returnToPlayer).toBeLessThan(0.97);
      expect(Number(returnToPlayerExact)).toBeCloseTo(returnToPlayer, 11);
      expect(hitRate).toBeLessThan(1);
      expect(variance).toBeGreaterThan(1);
    }
    expect(items.find(({ game }: { game: string }) => game === 'rps')).toMatchObject({
      returnToPlayer: 0.98,
      returnToPlayerExact: '294/300',
    });
  });

  test('a banner discloses rates with and without the guarantee, and that pulls influence each other', async () => {
    const { items } = await get('/api/odds');
    const { banner, disclosure, returnToPlayer } = items.find(
      ({ game }: { game: string }) => game === 'gacha',
    );
    expect([banner, returnToPlayer]).toEqual(['starlight', undefined]);
    const [common, , epic] = disclosure.rarities;
    expect(common.consolidatedRate).toBeLessThan(common.baseRate);
    expect(epic.consolidatedRate).toBeGreaterThan(epic.baseRate);
    expect(disclosure.guarantee.pityAt).toBe(90);
    expect(disclosure.influences.map(({ by }: { by: string }) => by)).toEqual(['pity', 'recent', 'stock']);
  });

  test('each is kept under its hash, for ever the same', async () => {
    const { items } = await get('/api/odds');
    for (const { odds, oddsHash: hash } of items) {
      const { body, headers } = await call('GET', `/api/odds/${hash}`);
      expect(body).toEqual({ oddsHash: hash, odds });
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect(refusalOf(await call('GET', `/api/odds/${'0'.repeat(64)}`))).toEqual([404, 'not_found']);
    expect(refusalOf(await call('GET', '/api/odds/neon3'))).toEqual([422, 'invalid_request']);
  });
});

describe('games that were played', () => {
  let spun: Awaited<ReturnType<typeof play>>;
  let pulled: Awaited<ReturnType<typeof play>>;
  let thrown: Awaited<ReturnType<typeof play>>;

  beforeAll(async () => {
    spun = await play(
      ada,
      'slots',
      { machine: 'neon3' },
      'spin',
      [100, 100, 200].map((betCoins) => ({ betCoins })),
    );
    pulled = await play(ada, 'gacha', { banner: 'starlight' }, 'pull', [{ count: 1 }, { count: 10 }]);
    thrown = await play(ada, 'rps', {}, 'throw', [{ betCoins: 300, hand: 'rock' }]);
  });

  test('stand in the history, newest first, each with its proof; its seed is hidden until it is revealed', async () => {
    const { items } = await get('/api/me/history', ada);
    const answers = [...spun.answers, ...pulled.answers, ...thrown.answers].toReversed();
    expect(items.map(({ gameId }: never) => gameId)).toEqual(answers.map(({ gameId }) => gameId));
    expect(items.map(({ proof }: { proof: { nonce: number } }) => proof.nonce)).toEqual([5, 4, 3, 2, 1, 0]);
    for (const item of items) {
      expect(item.proof).toMatchObject({ serverSeed: null, inputs: expect.any(Object) });
      expect(item.balanceAfterCoins - item.balanceBeforeCoins).toBe(item.netCoins);
    }
    expect(items[0]).toMatchObject({ game: 'rps', variant: 'house', oddsHash: oddsHash(rps), betCoins: 300 });
    for (const [game, count] of [
      ['slots', 3],
      ['gacha', 2],
      ['rps', 1],
      ['crash', 0],
      ['rps_match', 0],
    ]) {
      const narrowed = await get(`/api/me/history?game=${game}`, ada);
      expect(narrowed.items.map((item: { game: string }) => item.game)).toEqual(
        Array.from({ length: Number(count) }, () => game),
      );
    }
    expect((await get('/api/me/history', bob)).items).toEqual([]);
  });

  test('are recalled with every step, and verify once their seeds are revealed', async () => {
    const player = await guest(server.url);
    const { answers: spins } = await play(player, 'slots', { machine: 'cascade5' }, 'spin', [
      { betCoins: 100 },
    ]);
    const { answers: pulls } = await play(player, 'gacha', { banner: 'starlight' }, 'pull', [{ count: 10 }]);
    const { answers: throws } = await play(player, 'rps', {}, 'throw', [{ betCoins: 100, hand: 'paper' }]);
    const hidden = await get(`/api/games/${spins[0]!.gameId}`, player);
    expect(verifyPlayed(hidden, cascade5)).toMatchObject({ valid: false, field: 'proof.serverSeed' });
    await rotate(player, { clientSeed: 'after' });

    const games = [
      [spins[0]!, cascade5],
      [pulls[0]!, starlight],
      [throws[0]!, rps],
    ] as const;
    for (const [{ gameId }, odds] of games) {
      const game = await get(`/api/games/${gameId}`, player);
      expect(game.playerId).toBe(player.id);
      expect(verifyPlayed(game, odds, gameId as string)).toMatchObject({ valid: true });
      expect(refusalOf(await call('GET', `/api/games/${gameId}`, bob))).toEqual([404, 'not_found']);
    }
    const spin = await get(`/api/games/${spins[0]!.gameId}`, player);
    expect(spin.steps).toEqual(
      spin.outcome.turns.map((turn: object, index: number) => ({
        type: index === 0 ? 'spin' : 'freeSpin',
        ...turn,
      })),
    );
    const pull = await get(`/api/games/${pulls[0]!.gameId}`, player);
    expect(pull.steps.map(({ type: _, ...item }: { type: string }) => item)).toEqual(pulls[0]!.items);
    const { hand, serverHand, outcome } = throws[0]!;
    expect((await get(`/api/games/${throws[0]!.gameId}`, player)).steps).toEqual([
      { type: 'throw', hand, serverHand, outcome },
    ]);
  });

  test('between two players are each one’s, and verify by themselves', async () => {
    const players = [
      { guest: await guest(server.url), hand: 'paper' },
      { guest: await guest(server.url), hand: 'rock' },
    ] as const;
    const results = await playMatch(server.url, 1_000, players);
    expect(results.map(({ outcome }) => outcome)).toEqual(['win', 'lose']);
    for (const [seat, { gameId, payoutCoins }] of results.entries()) {
      const player = players[seat]!.guest;
      const game = await get(`/api/games/${gameId}`, player);
      expect(game).toMatchObject({ playerId: player.id, variant: 'match', payoutCoins });
      expect(game.steps.map(({ type }: { type: string }) => type)).toEqual([
        ...['commit', 'commit', 'reveal', 'reveal', 'result'],
      ]);
      expect(verifyPlayed(game, rps, gameId)).toMatchObject({ valid: true });
      const { items } = await get('/api/me/history?game=rps_match', player);
      expect(items).toMatchObject([{ gameId, proof: { matchId: results[seat]!.matchId } }]);
      const other = players[1 - seat]!.guest;
      expect(refusalOf(await call('GET', `/api/games/${gameId}`, other))).toEqual([404, 'not_found']);
    }
  });

  test('make sessions, newest first, on pages', async () => {
    const summaries = [thrown.summary, pulled.summary, spun.summary];
    expect((await get('/api/me/sessions', ada)).items).toEqual(summaries);
    const first = await get('/api/me/sessions?limit=2', ada);
    expect(first.items).toEqual(summaries.slice(0, 2));
    const rest = await get(`/api/me/sessions?limit=2&cursor=${first.next}`, ada);
    expect([rest.items, rest.next]).toEqual([summaries.slice(2), null]);
    expect((await get('/api/me/sessions', bob)).items).toEqual([]);
    for (const [query, field] of [
      ['limit=0', 'limit'],
      ['cursor=x', 'cursor'],
    ]) {
      const answer = await call('GET', `/api/me/sessions?${query}`, ada);
      expect([...refusalOf(answer), answer.body.error.details.field]).toEqual([
        422,
        'invalid_request',
        field,
      ]);
    }
  });

  test('add up to statistics', async () => {
    const statistics = await get('/api/me/statistics', ada);
    const { items } = await get('/api/me/history', ada);
    const sum = (field: string) =>
      items.reduce((total: number, item: Record<string, number>) => total + item[field]!, 0);
    expect(statistics.overall).toMatchObject({
      rounds: 6,
      betCoins: sum('betCoins'),
      wonCoins: sum('payoutCoins'),
      netCoins: sum('netCoins'),
    });
    expect(statistics.games.map(({ game, rounds }: never) => [game, rounds])).toEqual(
      expect.arrayContaining([
        ['gacha', 2],
        ['rps', 1],
        ['slots', 3],
      ]),
    );
    expect(statistics.gacha).toMatchObject([{ banner: 'starlight', pity: pulled.answers[1]!.pity }]);
    expect((await get('/api/me/statistics', bob)).overall).toMatchObject({ rounds: 0, returnToPlayer: 0 });
  });
});
