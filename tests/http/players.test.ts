import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FOR_GOOD_MS } from '../../domain/identity/administration.ts';
import type { Role } from '../../domain/identity/port.ts';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

const HOUR_MS = 3_600_000;

let app: LiveApp;
let document: Document;
let admin: SignedIn;
let moderator: SignedIn;

async function call(method: string, path: string, player: SignedIn, body?: unknown): Promise<Answer> {
  const answer = await app.call(method, path, {
    token: player.accessToken,
    ...(body === undefined ? {} : { body }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}

/** An operator's order about a player. */
const order = (by: SignedIn, { player }: SignedIn, what: string, body: object) =>
  call('POST', `/api/admin/players/${player.id}/${what}`, by, { reason: 'a test', ...body });

/** Status, code and `details.reason` of a refusal. */
const why = ({ status, body }: Answer) => [status, body.error?.code, body.error?.details?.reason];

async function staff(role: Role): Promise<SignedIn> {
  const signedIn = await signIn(app);
  await query(app, 'update player set role = $2 where id = $1', [signedIn.player.id, role]);
  return signedIn;
}

async function nicknames(filter: string): Promise<string[]> {
  const { body } = await call('GET', `/api/admin/players?${filter}`, moderator);
  return body.items.map(({ nickname }: { nickname: string }) => nickname);
}

beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
  [admin, moderator] = [await staff('admin'), await staff('moderator')];
}, 120_000);
afterAll(() => app.stop());

describe('players are found', () => {
  beforeAll(async () => {
    for (const nickname of ['Zebra', 'zeb_ra', 'zebu', 'Zéro', '얼룩말', '얼룩소'])
      await signIn(app, { nickname });
  });

  test('by the beginning of their nickname in whatever case, and by nothing that only looks like it', async () => {
    expect(await nicknames('search=ZEB')).toEqual(['zeb_ra', 'Zebra', 'zebu']);
    expect(await nicknames('search=zeb_')).toEqual(['zeb_ra']);
    expect(await nicknames('search=ze%25')).toEqual([]);
    expect(await nicknames(`search=${encodeURIComponent('얼룩')}`)).toEqual(['얼룩말', '얼룩소']);
    expect(await nicknames(`search=${encodeURIComponent('ebra')}`)).toEqual([]);
  });

  test('page by page, each once', async () => {
    const all = await nicknames('limit=200');
    const found: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await call('GET', `/api/admin/players?limit=3${cursor}`, moderator);
      found.push(...body.items.map(({ nickname }: { nickname: string }) => nickname));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(found).toEqual(all);
    expect(refusalOf(await call('GET', '/api/admin/players?cursor=!', moderator))).toEqual([
      422,
      'invalid_request',
    ]);
  });

  test('by id, role and ban', async () => {
    const { player } = await signIn(app, { nickname: 'by id' });
    expect(await nicknames(`search=${player.id}`)).toEqual(['by id']);
    expect(await nicknames(`search=${randomUUID()}`)).toEqual([]);
    expect(await nicknames('role=admin')).toEqual([admin.player.nickname]);
    expect(await nicknames('banned=true')).toEqual([]);
    expect(await nicknames('banned=false&limit=200')).toContain('by id');
  });

  test('by an index, however many there are', async () => {
    // A table as small as this one would rather be read through.
    const client = await app.database.pool.connect();
    await client.query('begin; set local enable_seqscan = off; set local enable_bitmapscan = off');
    const { rows } = await client.query(
      `explain select id from player where lower(nickname) like lower('ZEB') || '%'
        order by lower(nickname) using ~<~ limit 51`,
    );
    await client.query('rollback');
    client.release();
    expect(JSON.stringify(rows)).toMatch(/Index Cond: .*~>=~ 'zeb'.*~<~ 'zec'/);
    expect(JSON.stringify(rows)).not.toContain('Sort');
  });

  test('with all that an operator needs to know of them', async () => {
    const one = await signIn(app, { nickname: 'in detail' });
    const path = `/api/admin/players/${one.player.id}`;
    expect((await call('GET', path, moderator)).body).toEqual({
      ...{ ...one.player, bot: false, createdAtMs: expect.any(Number), bannedUntilMs: null, banReason: null },
      ...{ balances: { coins: 100_000, credits: 10, gems: 0 }, online: false, openSessions: [] },
      ...{ statistics: expect.objectContaining({ rounds: 0 }), rankHistory: [] },
      limits: expect.objectContaining({ pausedUntilMs: null }),
    });
    const leave = app.feed.subscribe(one.player.id, () => {});
    expect((await call('GET', path, moderator)).body.online).toBe(true);
    leave();
    expect((await call('GET', `${path}/transfers`, moderator)).body.items).toMatchObject([
      { kind: 'grant.welcome' },
      { kind: 'grant.welcome' },
    ]);
    for (const list of ['games', 'sessions']) {
      expect((await call('GET', `${path}/${list}`, moderator)).body).toEqual({ items: [], next: null });
    }
    for (const missing of ['', '/games', '/transfers', '/sessions']) {
      const answer = await call('GET', `/api/admin/players/${randomUUID()}${missing}`, moderator);
      expect(refusalOf(answer)).toEqual([404, 'not_found']);
    }
  });
});

describe('a ban', () => {
  test('keeps its player out at once, until it is lifted', async () => {
    const one = await signIn(app);
    const untilMs = app.nowMs() + HOUR_MS;
    const banned = await order(moderator, one, 'ban', { untilMs, reason: ' rude ' });
    expect(banned.body).toMatchObject({ id: one.player.id, bannedUntilMs: untilMs, banReason: 'rude' });
    expect(app.rooms.bans.isBanned(one.player.id)).toBe(true);
    const refused = await app.call('GET', '/api/me', { token: one.accessToken });
    expect(refusalOf(refused)).toEqual([403, 'forbidden']);
    expect(refused.body.error.details).toEqual({ bannedUntilMs: untilMs });
    for (const path of ['/api/me/daily', '/api/backtests']) {
      expect(refusalOf(await app.call('POST', path, { token: one.accessToken }))).toEqual([403, 'forbidden']);
    }
    expect(await nicknames('banned=true')).toEqual([one.player.nickname]);

    expect(app.told.filter(({ topic }) => topic === 'operator').at(-1)).toMatchObject({
      player: { id: moderator.player.id },
      data: { action: 'players.ban', target: one.player.id },
    });
    const lifted = await order(moderator, one, 'unban', { reason: 'sorry' });
    expect(lifted.body).toMatchObject({ bannedUntilMs: null, banReason: null });
    expect((await app.call('GET', '/api/me', { token: one.accessToken })).status).toBe(200);
    const { body } = await call('GET', `/api/admin/audit?target=${one.player.id}&limit=4`, admin);
    expect(body.items).toMatchObject([
      { action: 'players.unban', outcome: 'done', before: { banReason: 'rude' }, reason: 'sorry' },
      { action: 'players.unban', outcome: 'asked' },
      {
        ...{ action: 'players.ban', outcome: 'done', actorRole: 'moderator' },
        ...{ before: { bannedUntilMs: null }, after: { bannedUntilMs: untilMs } },
      },
      { action: 'players.ban', outcome: 'asked' },
    ]);
  });

  test('does not cost a guest its only way back: the refresh token still works when it is over', async () => {
    const one = await signIn(app);
    await order(admin, one, 'ban', { untilMs: app.nowMs() + 60_000 });
    const body = { refreshToken: one.refreshToken };
    expect(refusalOf(await app.call('POST', '/api/auth/refresh', { body }))).toEqual([403, 'forbidden']);
    await order(admin, one, 'unban', {});
    expect((await app.call('POST', '/api/auth/refresh', { body })).status).toBe(200);
  });

  test('ends by itself', async () => {
    const one = await signIn(app);
    // Within the life of the operators' access tokens.
    const lastsMs = 20 * 60_000;
    await order(moderator, one, 'ban', { untilMs: app.nowMs() + lastsMs });
    app.skew.ms += lastsMs;
    try {
      expect(app.rooms.bans.isBanned(one.player.id)).toBe(false);
      const refreshed = await app.call('POST', '/api/auth/refresh', {
        body: { refreshToken: one.refreshToken },
      });
      expect(refreshed.status).toBe(200);
      const { body } = await call('GET', `/api/admin/players/${one.player.id}`, moderator);
      expect(body).toMatchObject({ bannedUntilMs: null, banReason: null });
    } finally {
      app.skew.ms -= lastsMs;
    }
  });

  test('is a moderator’s for a day and an admin’s for good; nobody’s into the past or without a reason', async () => {
    const one = await signIn(app);
    const dayMs = 24 * HOUR_MS;
    expect((await order(moderator, one, 'ban', { untilMs: app.nowMs() + dayMs - 1 })).status).toBe(200);
    const long = { untilMs: app.nowMs() + dayMs + 60_000 };
    expect(why(await order(moderator, one, 'ban', long))).toEqual([403, 'forbidden', 'too_long']);
    expect(why(await order(moderator, one, 'ban', { untilMs: null }))).toEqual([
      ...[403, 'forbidden', 'too_long'],
    ]);
    expect((await order(admin, one, 'ban', { untilMs: null })).body.bannedUntilMs).toBe(FOR_GOOD_MS);
    expect(why(await order(moderator, one, 'unban', {}))).toEqual([403, 'forbidden', 'too_long']);
    expect((await order(admin, one, 'unban', {})).body.bannedUntilMs).toBeNull();
    expect((await order(admin, one, 'unban', {})).status).toBe(200);
    for (const wrong of [
      { untilMs: app.nowMs() },
      { untilMs: FOR_GOOD_MS + 1 },
      { untilMs: 1.5 },
      { untilMs: 'tomorrow' },
      {},
      { untilMs: null, reason: ' ' },
      { untilMs: null, reason: 'x'.repeat(501) },
    ]) {
      expect(refusalOf(await order(admin, one, 'ban', wrong)), JSON.stringify(wrong)).toEqual([
        422,
        'invalid_request',
      ]);
    }
    const nobody = { ...one, player: { ...one.player, id: randomUUID() } };
    expect(refusalOf(await order(admin, nobody, 'ban', { untilMs: null }))).toEqual([404, 'not_found']);
  });

  test('is not for oneself, nor a moderator’s for staff', async () => {
    const untilMs = app.nowMs() + HOUR_MS;
    for (const self of [admin, moderator]) {
      expect(why(await order(self, self, 'ban', { untilMs }))).toEqual([403, 'forbidden', 'self']);
    }
    expect(why(await order(moderator, await staff('moderator'), 'ban', { untilMs }))).toEqual([
      ...[403, 'forbidden', 'staff'],
    ]);
    const other = await staff('admin');
    expect(why(await order(moderator, other, 'ban', { untilMs }))).toEqual([403, 'forbidden', 'staff']);
    expect((await order(admin, other, 'ban', { untilMs })).status).toBe(200);
    await order(admin, other, 'role', { role: 'player' });
  });
});

describe('a role', () => {
  test('counts from the next request on, for tokens and seats that are there', async () => {
    const one = await signIn(app);
    const seated = (await app.database.identity.player(one.player.id))!;
    expect(refusalOf(await call('GET', '/api/admin/players', one))).toEqual([403, 'forbidden']);
    expect((await order(admin, one, 'role', { role: 'moderator' })).body.role).toBe('moderator');
    expect((await call('GET', '/api/admin/players', one)).status).toBe(200);
    expect(app.rooms.standings.current(seated).role).toBe('moderator');
    expect((await order(admin, one, 'role', { role: 'player' })).status).toBe(200);
    expect(refusalOf(await call('GET', '/api/admin/players', one))).toEqual([403, 'forbidden']);
    expect(app.rooms.standings.current(seated)).toBe(seated);
    expect(refusalOf(await order(admin, one, 'role', { role: 'owner' }))).toEqual([422, 'invalid_request']);
  });

  test('is not given up by oneself', async () => {
    expect(why(await order(admin, admin, 'role', { role: 'player' }))).toEqual([403, 'forbidden', 'self']);
    expect((await order(admin, admin, 'role', { role: 'admin' })).status).toBe(200);
  });

  test('of two admins who demote or ban each other at the same moment one stays', async () => {
    for (const [what, body] of [
      ['role', { role: 'player' }],
      ['ban', { untilMs: null }],
    ] as const) {
      const [one, two] = [await staff('admin'), await staff('admin')];
      // Nobody else is left to stay.
      await query(app, `update player set role = 'player' where role = 'admin' and id <> all ($1)`, [
        [one.player.id, two.player.id],
      ]);
      const answers = await Promise.all([order(one, two, what, body), order(two, one, what, body)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
      expect(['last_admin', undefined]).toContain(
        answers.find(({ status }) => status === 403)!.body.error.details.reason,
      );
      const [left] = await query<{ admins: number }>(
        app,
        `select count(*)::int as admins from player where role = 'admin' and coalesce(banned_until_ms, 0) = 0`,
      );
      expect(left!.admins).toBe(1);
    }
    admin = await staff('admin');
  });
});

describe('a rank', () => {
  test('is set with its history, and known to rooms at once', async () => {
    const one = await signIn(app);
    const seated = (await app.database.identity.player(one.player.id))!;
    expect((await order(admin, one, 'rank', { rank: 'VIP', reason: 'a friend' })).body.rank).toBe('VIP');
    expect(app.rooms.standings.current(seated).rank).toBe('VIP');
    await order(admin, one, 'rank', { rank: 'PREMIUM', reason: 'an end' });
    const { body } = await call('GET', `/api/admin/players/${one.player.id}`, moderator);
    const by = admin.player.id;
    expect(body.rankHistory).toEqual([
      { rank: 'PREMIUM', atMs: expect.any(Number), by, reason: 'an end' },
      { rank: 'VIP', atMs: expect.any(Number), by, reason: 'a friend' },
    ]);
    expect(refusalOf(await order(admin, one, 'rank', { rank: 'KING' }))).toEqual([422, 'invalid_request']);
  });
});
