import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../domain/canonicalJson.ts';
import { multiplierAt } from '../../domain/crash/curve.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { verifyOwnBet, verifyRound } from '../../domain/fairness/verify.ts';
import type { Player } from '../../domain/identity/port.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type CallOptions, type LiveApp, refusalOf, startApp } from './liveApp.ts';
import { type Dealer, type Played, seatDealer } from './playedRounds.ts';

let app: LiveApp;
let document: Document;
let dealer: Dealer;
let ada: { player: Player; token: string };
let bob: { player: Player; token: string };
const played: Played[] = [];

/** Every answer of these tests is also held against the OpenAPI document. */
async function get(path: string, options: CallOptions = {}): Promise<Answer> {
  const answer = await app.call('GET', path, options);
  expect(contradiction(document, { method: 'GET', path }, answer)).toBeNull();
  return answer;
}

async function signIn(nickname: string) {
  const { body } = await app.call('POST', '/api/auth/guest', { body: { nickname } });
  return { player: (await app.database.identity.player(body.player.id))!, token: body.accessToken as string };
}

beforeAll(async () => {
  app = await startApp('ws');
  document = (await app.call('GET', '/openapi.json')).body;
  [ada, bob] = [await signIn('Ada'), await signIn('Bob')];
  dealer = await seatDealer(app, 'main');
  // Low targets are mostly paid and high ones mostly lost; what the busts are is the seeds' affair.
  for (let round = 0; round < 6; round++) {
    played.push(
      await dealer.play([
        { player: ada.player, amountCoins: 1_000, autoCashoutHundredths: 101 },
        { player: bob.player, amountCoins: 500, autoCashoutHundredths: 5_000 },
        { player: bob.player, amountCoins: 300, autoCashoutHundredths: 200, cancelled: true },
      ]),
    );
  }
});
afterAll(() => app.stop());

describe('history', () => {
  test('has one’s games newest first, with what each did to the balance', async () => {
    const { body } = await get('/api/me/history', ada);
    expect(body.items.map(({ proof }: never) => proof)).toEqual(
      played.toReversed().map(({ game }) => ({ table: 'main', game })),
    );
    expect(body.next).toBeNull();
    for (const [index, { bets, bustHundredths }] of played.toReversed().entries()) {
      const item = body.items[index];
      const paid = bustHundredths >= 101;
      expect(item).toMatchObject({
        gameId: bets[0]!.betId,
        game: 'crash',
        betCoins: 1_000,
        payoutCoins: paid ? 1_010 : 0,
        netCoins: paid ? 10 : -1_000,
        outcome: paid ? 'cashed' : 'lost',
        atHundredths: paid ? 101 : null,
      });
      expect(item.balanceAfterCoins - item.balanceBeforeCoins).toBe(item.netCoins);
    }
    const { body: odds } = await get('/api/odds');
    expect(body.items[0].oddsHash).toBe(odds.items[0].oddsHash);
  });

  test('is one’s own', async () => {
    const { body } = await get('/api/me/history', bob);
    const outcomes = body.items.map(({ outcome }: never) => outcome);
    expect(outcomes.filter((outcome: string) => outcome === 'cancelled')).toHaveLength(6);
    expect(body.items.every(({ betCoins }: { betCoins: number }) => [500, 300].includes(betCoins))).toBe(
      true,
    );
  });

  test('comes in pages that leave out nothing and repeat nothing', async () => {
    const all = (await get('/api/me/history', bob)).body.items;
    const paged: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/api/me/history?limit=5${cursor && `&cursor=${cursor}`}`, bob);
      paged.push(...body.items);
      cursor = body.next;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    expect(all).toHaveLength(12);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['cursor=first', 'cursor'],
    ['cursor=-1', 'cursor'],
    ['game=poker', 'game'],
  ])('with %s is refused, naming the field', async (query, field) => {
    for (const path of field === 'game' ? ['/api/me/history'] : ['/api/me/history', '/api/me/transfers']) {
      const answer = await get(`${path}?${query}`, ada);
      expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
      expect(answer.body.error.details.field).toBe(field);
    }
  });

  test('has at most 50 items unless asked for more, and can be narrowed to a game', async () => {
    expect((await get('/api/me/history?game=crash&limit=200', ada)).body.items).toHaveLength(played.length);
    expect(document.paths['/api/me/history'].get.parameters).toContainEqual(
      expect.objectContaining({
        name: 'limit',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      }),
    );
  });
});

describe('a game', () => {
  test('is recalled with every step, and verifies on its own', async () => {
    const { bets, game, launchedAtMs, bustHundredths } = played[0]!;
    const { body } = await get(`/api/games/${bets[0]!.betId}`, ada);
    const paid = bustHundredths >= 101;
    expect(body).toMatchObject({ gameId: bets[0]!.betId, proof: { table: 'main', game }, betCoins: 1_000 });
    expect(body.steps.map(({ type }: never) => type)).toEqual(
      paid ? ['bet', 'launch', 'cashout', 'bust'] : ['bet', 'launch', 'bust'],
    );
    expect(body.steps[0]).toEqual({ type: 'bet', amountCoins: 1_000, autoCashoutHundredths: 101 });
    if (paid) {
      const { atMs, atHundredths } = body.steps[2];
      expect(multiplierAt(atMs - launchedAtMs)).toBe(atHundredths);
    }
    expect(body.steps.at(-1)).toMatchObject({ type: 'bust', bustHundredths });
    expect(body.round).toMatchObject({ table: 'main', game, bustHundredths });
    const record = { ...body.round, bets: [body.bet], cancelled: [] };
    expect(verifyOwnBet(record, bets[0]!.betId)).toMatchObject({ valid: true });
  });

  test('that was cancelled ends with that', async () => {
    const { body } = await get(`/api/games/${played[0]!.cancelled[0]!.betId}`, bob);
    expect(body).toMatchObject({ outcome: 'cancelled', netCoins: 0, bet: null });
    expect(body.steps.map(({ type }: never) => type)).toEqual(['bet', 'cancel']);
  });

  test('of someone else, of nobody, or of no shape is not there', async () => {
    const { betId } = played[0]!.bets[0]!;
    expect(refusalOf(await get(`/api/games/${betId}`, bob))).toEqual([404, 'not_found']);
    expect(refusalOf(await get(`/api/games/${randomUUID()}`, ada))).toEqual([404, 'not_found']);
    expect(refusalOf(await get('/api/games/1', ada))).toEqual([422, 'invalid_request']);
  });

  test('that still runs shows nothing of its round, nor does any other route', async () => {
    const open = await dealer.open([{ player: ada.player, amountCoins: 700, autoCashoutHundredths: 300 }]);
    const { body } = await get(`/api/games/${open.bets[0]!.betId}`, ada);
    expect(body).toMatchObject({ outcome: 'open', steps: [], bet: null, round: null, endedAtMs: null });
    expect(refusalOf(await get(`/api/fairness/crash/main/rounds/${open.game}`))).toEqual([404, 'not_found']);
    const { body: rounds } = await get('/api/fairness/crash/main/rounds');
    expect(rounds.items.map(({ game }: never) => game)).not.toContain(open.game);
    expect((await get('/api/fairness/crash/main')).body.latestGame).toBe(open.game - 1);
  });
});

describe('transfers', () => {
  test('add up to the balance, newest first', async () => {
    const { body } = await get('/api/me/transfers?limit=200', bob);
    const coins = body.items.filter(({ currency }: never) => currency === 'coins');
    const { body: me } = await get('/api/me', bob);
    expect(coins[0].balanceAfterCoins).toBe(me.balances.coins);
    expect(coins.reduce((sum: number, { amountCoins }: never) => sum + amountCoins, 0)).toBe(
      me.balances.coins,
    );
    const ids = body.items.map(({ id }: never) => id as number);
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
    const ofGames = body.items.filter(({ kind }: { kind: string }) => kind.startsWith('crash.'));
    expect(new Set(ofGames.map(({ gameId }: never) => gameId)).size).toBe(12);
  });
});

describe('the public part', () => {
  test('tables have their rules and what they are doing', async () => {
    const { body } = await get('/api/tables');
    expect(body.next).toBeNull();
    expect(body.items).toEqual(
      DEFAULT_TABLES.map((rules) => ({
        ...rules,
        phase: 'paused',
        players: 0,
        roomId: '',
        publicAddress: '',
      })),
    );
  });

  test('odds hash to what they say, and return what they say', async () => {
    const { body } = await get('/api/odds');
    const crash = body.items.filter(({ game }: { game: string }) => game === 'crash');
    expect(crash.map(({ table }: never) => table)).toEqual(DEFAULT_TABLES.map(({ table }) => table));
    for (const { returnToPlayer, returnToPlayerExact } of crash) {
      expect(returnToPlayerExact).toBe('99/100');
      expect(returnToPlayer).toBe(0.99);
    }
    for (const { odds, oddsHash } of body.items) {
      expect(createHash('sha256').update(canonicalJson(odds)).digest('hex')).toBe(oddsHash);
    }
    expect(new Set(body.items.map(({ oddsHash }: never) => oddsHash)).size).toBe(body.items.length);
  });

  test('an odds table that is no longer in use is still there', async () => {
    const odds = { game: 'slots', machine: 'neon3', kind: 'of last year' };
    const hash = createHash('sha256').update(canonicalJson(odds)).digest('hex');
    await app.database.oddsTables.keep([{ odds, oddsHash: hash }]);
    expect((await get(`/api/odds/${hash}`)).body).toEqual({ oddsHash: hash, odds });
    const { items } = (await get('/api/odds')).body;
    expect(items.map(({ oddsHash }: { oddsHash: string }) => oddsHash)).not.toContain(hash);
  });

  test('chains are public without any secret, the active one last', async () => {
    const { body } = await get('/api/fairness/crash/main');
    expect(body).toMatchObject({ nextChain: null, gaps: 0, voids: 0 });
    expect(body.chains).toEqual([
      {
        id: expect.any(Number),
        length: 2_000,
        terminator: expect.stringMatching(/^[0-9a-f]{64}$/),
        salt: expect.stringMatching(/^[0-9a-f]{64}$/),
        saltSource: expect.any(String),
        edgePercent: 1,
        firstGame: 1,
        lastGame: 2_000,
      },
    ]);
  });

  test('a record is built once for all who ask, and never again', async () => {
    const { game } = played[1]!;
    const path = `/api/fairness/crash/main/rounds/${game}`;
    const first = await Promise.all([get(path), get(path), get(path)]);
    const expected = await app.database.reads.round('main', game);
    for (const { status, body, headers } of [...first, await get(path)]) {
      expect([status, body]).toEqual([200, expected]);
      expect(headers.get('cache-control')).toBe('no-cache');
    }
    expect(app.builds.filter((built) => built === `main/${game}`)).toHaveLength(1);
    const etag = first[0]!.headers.get('etag')!;
    const known = await fetch(app.base + path, { headers: { 'if-none-match': etag } });
    expect([known.status, await known.text()]).toEqual([304, '']);
  });

  test('a round that is not settled is looked up again each time', async () => {
    for (let n = 0; n < 2; n++) {
      expect(refusalOf(await get('/api/fairness/crash/main/rounds/777'))).toEqual([404, 'not_found']);
    }
    expect(app.builds.filter((built) => built === 'main/777')).toHaveLength(2);
  });

  test('rounds verify from the chain on, in the words of the verifier', async () => {
    const { body: fairness } = await get('/api/fairness/crash/main');
    const { body: rounds } = await get('/api/fairness/crash/main/rounds?limit=3');
    expect(rounds.items.map(({ game }: never) => game)).toEqual([6, 5, 4]);
    const { body: rest } = await get(`/api/fairness/crash/main/rounds?cursor=${rounds.next}`);
    expect(rest.items.map(({ game }: never) => game)).toEqual([3, 2, 1]);
    let previousHash: string | null = null;
    for (const { game } of played) {
      const { body: record } = await get(`/api/fairness/crash/main/rounds/${game}`);
      const verdict = verifyRound(record, { chain: fairness.chains[0], previousHash });
      expect(verdict.valid ? null : verdict).toBeNull();
      expect(record.cancelled).toHaveLength(1);
      previousHash = record.hash;
    }
  });

  test.each([
    ['/api/fairness/crash/nowhere', 404, 'not_found'],
    ['/api/fairness/crash/nowhere/rounds', 404, 'not_found'],
    ['/api/fairness/crash/main/rounds/999999', 404, 'not_found'],
    ['/api/fairness/crash/main/rounds/0', 422, 'invalid_request'],
    ['/api/fairness/crash/main/rounds/1.5', 422, 'invalid_request'],
    ['/api/fairness/crash/main/rounds/last', 422, 'invalid_request'],
    ['/api/fairness/crash/main/rounds?limit=-1', 422, 'invalid_request'],
    ['/api/fairness/crash/nowhere/rounds?limit=-1', 422, 'invalid_request'],
  ])('%s is %i %s', async (path, status, code) => {
    expect(refusalOf(await get(path))).toEqual([status, code]);
  });

  test('a receipt is checked by nothing but the published key', async () => {
    const { body } = await get('/.well-known/jwks.json');
    const receipt = app.auth.receipts.sign({
      type: 'bet',
      table: 'main',
      game: 1,
      betId: randomUUID(),
      playerId: ada.player.id,
      amountCoins: 100,
      receivedAtMs: 1,
      sequence: 1,
    });
    const [header, payload, signature] = receipt.split('.') as [string, string, string];
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString());
    expect(alg).toBe('EdDSA');
    const key = createPublicKey({
      key: body.keys.find((jwk: { kid: string }) => jwk.kid === kid),
      format: 'jwk',
    });
    const good = (signed: string) =>
      verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'));
    expect(good(`${header}.${payload}`)).toBe(true);
    expect(good(`${header}.${Buffer.from('{}').toString('base64url')}`)).toBe(false);
    expect(JSON.stringify(body)).not.toMatch(/"d":|"k":/);
  });
});
