import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_GRANT_AMOUNT } from '../../domain/ledger/adminGrant.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

const BULK = '/api/admin/grants/bulk';

let app: LiveApp;
let document: Document;
let admin: SignedIn;
let ada: SignedIn;
let bob: SignedIn;

async function give(body: object, key: string = randomUUID(), by = admin): Promise<Answer> {
  const path = '/api/admin/grants';
  const answer = await app.call('POST', path, {
    token: by.accessToken,
    headers: { 'idempotency-key': key },
    body: { reason: 'a test', ...body },
  });
  expect(contradiction(document, { method: 'POST', path }, answer)).toBeNull();
  return answer;
}

async function bulk(lines: unknown[], by = admin): Promise<Answer> {
  const answer = await app.call('POST', BULK, { token: by.accessToken, body: { lines, reason: 'an event' } });
  expect(contradiction(document, { method: 'POST', path: BULK }, answer)).toBeNull();
  return answer;
}

async function balances({ accessToken }: SignedIn) {
  return (await app.call('GET', '/api/me', { token: accessToken })).body.balances;
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  [admin, ada, bob] = [
    await signIn(app),
    await signIn(app, { nickname: 'Ada' }),
    await signIn(app, { nickname: '밥아저씨' }),
  ];
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
}, 120_000);
afterAll(() => app.stop());

test('a grant is given once by its key, to who is named by id or nickname, and told to their lobby', async () => {
  const told: unknown[] = [];
  const leave = app.feed.subscribe(ada.player.id, (event) => told.push(event));
  const key = randomUUID();
  const request = { playerId: ada.player.id, amount: 500, currency: 'coins' };
  const given = await give(request, key);
  expect(given.body).toEqual({
    ...{ playerId: ada.player.id, amount: 500, currency: 'coins', balance: 100_500 },
    ...{ transferId: expect.any(Number), repeated: false },
  });
  expect((await give(request, key)).body).toEqual({ ...given.body, repeated: true });
  expect((await give({ nickname: 'ADA', amount: 7, currency: 'gems' })).body).toMatchObject({ balance: 7 });
  expect(await balances(ada)).toEqual({ coins: 100_500, credits: 10, gems: 7 });
  leave();
  expect(told).toEqual([
    { type: 'balance', balances: { coins: 100_500, credits: 10, gems: 0 } },
    { type: 'balance', balances: { coins: 100_500, credits: 10, gems: 7 } },
  ]);
  expect(app.told.filter(({ type }) => type === 'grant.admin')).toMatchObject([
    { player: { id: ada.player.id, nickname: 'Ada' }, data: { amount: 500, currency: 'coins' } },
    { player: { id: ada.player.id }, data: { amount: 7, currency: 'gems' } },
  ]);
  expect(refusalOf(await give({ ...request, amount: 501 }, key))).toEqual([409, 'key_conflict']);
  const lines = await app.call('GET', '/api/me/transfers?limit=2', { token: ada.accessToken });
  expect(lines.body.items).toMatchObject([
    { kind: 'grant.admin', amountCoins: 7, currency: 'gems' },
    { kind: 'grant.admin', amountCoins: 500, currency: 'coins' },
  ]);
});

test('a grant of nothing, too much, a part, no money or to nobody is refused', async () => {
  const right = { playerId: ada.player.id, amount: 1, currency: 'coins' };
  for (const [wrong, status, code] of [
    ...[0, -1, 1.5, MOST_GRANT_AMOUNT + 1, '1', null].map((amount) => [{ amount }, 422, 'invalid_amount']),
    [{ currency: 'euro' }, 422, 'invalid_request'],
    [{ reason: ' ' }, 422, 'invalid_request'],
    [{ nickname: 'Ada' }, 422, 'invalid_request'],
    [{ playerId: 'ada' }, 422, 'invalid_request'],
    [{ playerId: undefined }, 422, 'invalid_request'],
    [{ playerId: undefined, nickname: 'nobody there' }, 404, 'not_found'],
    [{ playerId: randomUUID() }, 404, 'not_found'],
  ] as [object, number, string][]) {
    expect(refusalOf(await give({ ...right, ...wrong })), JSON.stringify(wrong)).toEqual([status, code]);
  }
  expect(refusalOf(await give(right, 'no-uuid'))).toEqual([422, 'invalid_request']);
});

test('a thousand grants are one call; wrong lines say why and stop no other; sent again they give nothing', async () => {
  const before = [await balances(ada), await balances(bob)] as const;
  // As long as they get: the body is far over what other routes take.
  const lines: object[] = Array.from({ length: 988 }, (_, index) => ({
    ...{ key: `event-${index}-${'x'.repeat(60)}`, amount: 10, currency: 'coins', reason: 'r'.repeat(100) },
    ...(index % 2 === 0 ? { playerId: ada.player.id } : { nickname: '밥아저씨' }),
  }));
  const right = { playerId: ada.player.id, amount: 10, currency: 'coins' };
  const wrong: [unknown, string, string | undefined][] = [
    [{ ...right, key: 'a', amount: 0 }, 'invalid_amount', 'amount'],
    [{ ...right, key: 'b', amount: MOST_GRANT_AMOUNT + 1 }, 'invalid_amount', 'amount'],
    [{ ...right, key: 'c', amount: 1.5 }, 'invalid_amount', 'amount'],
    [{ ...right, key: 'd', currency: 'won' }, 'invalid_request', 'currency'],
    [{ ...right, key: 'e', playerId: randomUUID() }, 'not_found', 'playerId'],
    [{ key: 'f', nickname: 'nobody', amount: 1, currency: 'gems' }, 'not_found', 'nickname'],
    [{ ...right, key: 'n\0l' }, 'invalid_request', 'key'],
    [{ ...right, key: '' }, 'invalid_request', 'key'],
    [{ ...right, key: 'x'.repeat(101) }, 'invalid_request', 'key'],
    ['not a line', 'invalid_request', 'line'],
    [null, 'invalid_request', 'line'],
    [{ ...lines[0], amount: 11 }, 'key_conflict', undefined],
  ];
  const all = [...lines.slice(0, 500), ...wrong.map(([line]) => line), ...lines.slice(500)];
  expect(all).toHaveLength(1_000);
  expect(JSON.stringify(all).length).toBeGreaterThan(200_000);
  const { status, body } = await bulk(all);
  expect(status).toBe(200);
  expect([body.granted, body.failed]).toEqual([988, 12]);
  expect(body.items.map(({ line }: { line: number }) => line)).toEqual(all.map((_, index) => index + 1));
  for (const [index, [, code, field]] of wrong.entries()) {
    const item = body.items[500 + index];
    expect(item).toMatchObject({ ok: false, code, message: expect.any(String) });
    expect(item.details.field).toBe(field);
  }
  expect(body.items[0]).toMatchObject({ ok: true, playerId: ada.player.id, repeated: false });
  expect((await balances(ada)).coins).toBe(before[0].coins + 494 * 10);
  expect((await balances(bob)).coins).toBe(before[1].coins + 494 * 10);

  // Another admin, whose connection broke, sends it again.
  const other = await signIn(app);
  await query(app, `update player set role = 'admin' where id = $1`, [other.player.id]);
  const again = await bulk(all, other);
  expect([again.body.granted, again.body.failed]).toEqual([988, 12]);
  const balanceOf = ({ balance, ok }: { balance?: number; ok: boolean }) => [ok, balance];
  expect(again.body.items.map(balanceOf)).toEqual(body.items.map(balanceOf));
  expect(again.body.items.filter(({ repeated }: { repeated?: boolean }) => repeated)).toHaveLength(988);
  expect((await balances(ada)).coins).toBe(before[0].coins + 494 * 10);

  const traces = await query<{ target: string; after: { repeated: boolean } }>(
    app,
    `select target, after from audit where action = 'grants.bulk' and outcome = 'done'`,
  );
  expect(traces).toHaveLength(2 * 988);
  expect(traces.filter(({ after }) => !after.repeated)).toHaveLength(988);
});

test('the same key twice in one call is one grant', async () => {
  const line = { key: randomUUID(), playerId: bob.player.id, amount: 5, currency: 'credits' };
  const { body } = await bulk([line, line, { ...line, key: line.key.toUpperCase() }, { ...line, amount: 6 }]);
  expect(body.items.map(({ ok, repeated, code }: Record<string, unknown>) => code ?? [ok, repeated])).toEqual(
    [[true, false], [true, true], [true, true], 'key_conflict'],
  );
  expect((await balances(bob)).credits).toBe(15);
});

test('no lines, over a thousand, or too many bytes are no call', async () => {
  expect(refusalOf(await bulk([]))).toEqual([422, 'invalid_request']);
  expect(refusalOf(await bulk(Array.from({ length: 1_001 }, () => ({}))))).toEqual([422, 'invalid_request']);
  expect(refusalOf(await bulk(['x'.repeat(2_100_000)]))).toEqual([413, 'payload_too_large']);
  expect(refusalOf(await bulk([{}], ada))).toEqual([403, 'forbidden']);
  const nonsense = await app.call('POST', BULK, { token: admin.accessToken, body: '{"lines":' });
  expect(refusalOf(nonsense)).toEqual([422, 'invalid_request']);
});
