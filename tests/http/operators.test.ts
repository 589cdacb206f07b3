import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlayerEvent } from '../../rooms/ports.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

let app: LiveApp;
let document: Document;
let admin: SignedIn;
let ada: SignedIn;

async function call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const answer = await app.call(method, path, {
    token: admin.accessToken,
    ...(body === undefined ? {} : { body }),
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

const fieldOf = ({ status, body }: Answer) => [status, body.error?.code, body.error?.details.field];

/** The last line of the audit. */
async function lastAudit() {
  const [line] = await query(app, 'select * from audit order by id desc limit 1');
  return line;
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  [admin, ada] = [await signIn(app), await signIn(app)];
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
}, 120_000);
afterAll(() => app.stop());

const broadcast = (change: object = {}) => ({
  ...{ text: 'Maintenance at nine', level: 'warning', audience: { to: 'all' } },
  expiresAtMs: app.nowMs() + 60_000,
  ...change,
});

test('a broadcast is sent, listed, cancelled once, and audited with what it says', async () => {
  const key = randomUUID();
  const text = '<img src=x onerror=alert(1)> & 점검 안내';
  const order = broadcast({ text: ` ${text} ` });
  const sent = await call('POST', '/api/admin/broadcasts', order, key);
  expect(sent.body).toMatchObject({
    text,
    level: 'warning',
    createdBy: admin.player.id,
    cancelledAtMs: null,
  });
  expect(await lastAudit()).toMatchObject({
    ...{ action: 'broadcasts.send', target: sent.body.id, outcome: 'done', before: null },
    after: { text, audience: { to: 'all' } },
  });
  expect((await call('POST', '/api/admin/broadcasts', order, key)).body).toEqual(sent.body);
  const other = await call('POST', '/api/admin/broadcasts', broadcast({ text: 'other' }), key);
  expect(refusalOf(other)).toEqual([409, 'key_conflict']);
  expect((await call('GET', '/api/admin/broadcasts')).body.items).toEqual([sent.body]);

  const path = `/api/admin/broadcasts/${sent.body.id}`;
  const cancelled = (await call('DELETE', path)).body;
  expect(cancelled).toEqual({ ...sent.body, cancelledAtMs: expect.any(Number) });
  expect((await call('DELETE', path)).body).toEqual(cancelled);
  expect(refusalOf(await call('DELETE', `/api/admin/broadcasts/${randomUUID()}`))).toEqual([
    404,
    'not_found',
  ]);
  // What was said stays said.
  await expect(query(app, `update broadcast set text = 'never said'`)).rejects.toThrow('append-only');
  await expect(query(app, 'delete from broadcast')).rejects.toThrow('append-only');
});

test('a broadcast of nothing, of too much, into the past, to nowhere is refused by its field', async () => {
  const nowMs = app.nowMs();
  const rows: [object, string][] = [
    [{ text: '' }, 'text'],
    [{ text: '  ' }, 'text'],
    [{ text: 'x'.repeat(2_001) }, 'text'],
    [{ level: 'loud' }, 'level'],
    [{ audience: { to: 'moon' } }, 'audience.to'],
    [{ audience: { to: 'room', room: 'kitchen' } }, 'audience.room'],
    [{ audience: { to: 'table', table: 'kitchen' } }, 'audience.table'],
    [{ audience: { to: 'player', playerId: 'ada' } }, 'audience.playerId'],
    [{ expiresAtMs: nowMs - 1 }, 'expiresAtMs'],
    [{ expiresAtMs: nowMs + 31 * 24 * 3_600_000 }, 'expiresAtMs'],
    [{ expiresAtMs: 1.5 }, 'expiresAtMs'],
    [{ startsAtMs: nowMs + 3_600_000 }, 'expiresAtMs'],
  ];
  for (const [change, field] of rows) {
    const answer = await call('POST', '/api/admin/broadcasts', broadcast(change));
    expect(fieldOf(answer), JSON.stringify(change)).toEqual([422, 'invalid_request', field]);
  }
  expect((await call('GET', '/api/admin/broadcasts')).body.items).toHaveLength(1);
  const long = await call('POST', '/api/admin/broadcasts', broadcast({ text: '가'.repeat(2_000) }));
  expect(long.status).toBe(200);
});

test('a notice reaches the player at once, once a key, and is kept', async () => {
  const heard: PlayerEvent[] = [];
  app.feed.subscribe(ada.player.id, (event) => void heard.push(event));
  const key = randomUUID();
  const notice = { playerId: ada.player.id, text: '<b>Hello</b>', level: 'info' };
  const sent = await call('POST', '/api/admin/notices', notice, key);
  expect(sent.body).toEqual({ sequence: 1 });
  expect((await call('POST', '/api/admin/notices', notice, key)).body).toEqual({ sequence: 1 });
  const data = { text: '<b>Hello</b>', level: 'info' };
  await expect
    .poll(() => heard.find(({ type }) => type === 'notice'))
    .toMatchObject({ sequence: 1, kind: 'operator.message', data });
  expect(await app.database.notices.pending(ada.player.id)).toMatchObject([{ sequence: 1, data }]);
  expect(refusalOf(await call('POST', '/api/admin/notices', { ...notice, text: 'Other' }, key))).toEqual([
    409,
    'key_conflict',
  ]);
  expect(fieldOf(await call('POST', '/api/admin/notices', { ...notice, text: ' ' }))).toEqual([
    ...[422, 'invalid_request', 'text'],
  ]);
  expect(fieldOf(await call('POST', '/api/admin/notices', { ...notice, playerId: randomUUID() }))).toEqual([
    ...[404, 'not_found', 'playerId'],
  ]);
});

test('a table is paused and resumed, by a reason', async () => {
  const [main] = (await call('GET', '/api/admin/tables')).body.items;
  expect(main).toMatchObject({ table: 'main', paused: false, pauseReason: null, limits: null, member: null });
  const paused = (await call('POST', '/api/admin/tables/main/pause', { reason: 'a complaint' })).body;
  expect(paused).toMatchObject({ paused: true, pauseReason: 'a complaint', pausedBy: admin.player.id });
  expect(await lastAudit()).toMatchObject({
    ...{ action: 'tables.pause', target: 'main', reason: 'a complaint' },
    ...{ before: { paused: null }, after: { paused: { by: admin.player.id } } },
  });
  expect((await call('POST', '/api/admin/tables/main/pause', { reason: 'again' })).body).toEqual(paused);
  expect((await call('GET', '/api/admin/tables')).body.items[0]).toEqual(paused);
  expect((await call('POST', '/api/admin/tables/main/resume', { reason: 'answered' })).body).toEqual(main);
  for (const act of ['pause', 'resume', 'limits']) {
    const body = { reason: 'why', ...(act === 'limits' ? { limits: null } : {}) };
    expect(refusalOf(await call('POST', `/api/admin/tables/kitchen/${act}`, body))).toEqual([
      404,
      'not_found',
    ]);
    expect(fieldOf(await call('POST', `/api/admin/tables/main/${act}`, { ...body, reason: '' }))).toEqual([
      ...[422, 'invalid_request', 'reason'],
    ]);
  }
});

test('limits are changed by name, checked as those of a file are, and taken back', async () => {
  const path = '/api/admin/tables/turbo/limits';
  const change = (body: object) => call('POST', path, { reason: 'a big night', ...body });
  expect((await change({ maxBetCoins: 200_000 })).body).toMatchObject({
    ...{ maxBetCoins: 200_000, minBetCoins: 100, limits: { maxBetCoins: 200_000 } },
  });
  expect((await change({ minBetCoins: 500 })).body.limits).toEqual({
    maxBetCoins: 200_000,
    minBetCoins: 500,
  });
  const shown = (await app.call('GET', '/api/tables')).body.items;
  expect(shown.find(({ table }: { table: string }) => table === 'turbo')).toMatchObject({
    ...{ maxBetCoins: 200_000, minBetCoins: 500, maxPayoutCoins: 5_000_000 },
  });
  const rows: [object, string][] = [
    [{}, 'limits'],
    [{ limits: null, minBetCoins: 100 }, 'limits'],
    [{ limits: { minBetCoins: 100 } }, 'limits'],
    [{ minBetCoins: 150 }, 'minBetCoins'],
    [{ minBetCoins: 0 }, 'minBetCoins'],
    [{ maxBetCoins: 400 }, 'maxBetCoins'],
    [{ maxPayoutCoins: 399_999 }, 'maxPayoutCoins'],
    [{ maxRoundPayoutCoins: 100 }, 'maxRoundPayoutCoins'],
    [{ maxBetCoins: 1e15 }, 'maxBetCoins'],
  ];
  for (const [body, field] of rows)
    expect(fieldOf(await change(body)), JSON.stringify(body)).toEqual([422, 'invalid_request', field]);
  expect((await change({ limits: null })).body).toMatchObject({ limits: null, maxBetCoins: 100_000 });
});

test('a banner is taken down and put up again, marked in the odds; stock is set for limited items only', async () => {
  const isActive = async () => {
    const { items } = (await app.call('GET', '/api/odds')).body;
    return items.find(({ game }: { game: string }) => game === 'gacha').active;
  };
  const [banner] = (await call('GET', '/api/admin/banners')).body.items;
  expect(banner.active).toBe(true);
  expect(await isActive()).toBe(true);
  const path = `/api/admin/banners/${banner.banner}`;
  const down = (await call('POST', `${path}/deactivate`, { reason: 'season is over' })).body;
  expect(down).toEqual({ ...banner, active: false });
  expect(await isActive()).toBe(false);
  expect(await lastAudit()).toMatchObject({ before: { active: true }, after: { active: false } });
  expect((await call('POST', `${path}/activate`, { reason: 'encore' })).body).toEqual(banner);
  const limited = banner.items.find(({ remaining }: { remaining: number | null }) => remaining !== null);
  const free = banner.items.find(({ remaining }: { remaining: number | null }) => remaining === null);
  const stock = (body: object) => call('POST', `${path}/stock`, { reason: 'restocked', ...body });
  const set = (await stock({ item: limited.item, remaining: 3 })).body;
  expect(set.items).toContainEqual({ item: limited.item, remaining: 3 });
  expect(await lastAudit()).toMatchObject({
    before: limited.remaining === null ? null : { remaining: limited.remaining },
    after: { remaining: 3 },
  });
  for (const [body, field] of [
    [{ item: free.item, remaining: 3 }, 'item'],
    [{ item: 'nothing', remaining: 3 }, 'item'],
    [{ item: limited.item, remaining: -1 }, 'remaining'],
    [{ item: limited.item, remaining: 1.5 }, 'remaining'],
  ] as const)
    expect(fieldOf(await stock(body))).toEqual([422, 'invalid_request', field]);
  expect(refusalOf(await call('POST', '/api/admin/banners/kitchen/activate', { reason: 'why' }))).toEqual([
    ...[404, 'not_found'],
  ]);
});

test.each([
  ['GET', '/api/admin/rounds/%00/7', undefined, 'table'],
  ['GET', '/api/admin/players?search=a%00b', undefined, 'search'],
  ['POST', '/api/admin/tables/main/pause', { reason: 'a\0b' }, 'reason'],
  ['POST', '/api/admin/players/%00/ban', { reason: 'a' }, 'playerId'],
])('%s %s with what no text of the database may hold names the field', async (method, path, body, field) => {
  expect(fieldOf(await call(method, path, body))).toEqual([422, 'invalid_request', field]);
});
