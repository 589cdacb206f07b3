import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcile } from '../../db/reconcile.ts';
import { type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { CROSSING, putDataset } from './ranBacktests.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const as = ({ accessToken }: SignedIn) => ({ token: accessToken });
const erase = (session: SignedIn, body: object = { confirm: true }) =>
  app.call('POST', '/api/me/delete', { ...as(session), body });

/** Somebody with something of everything. */
async function settled(nickname: string): Promise<SignedIn> {
  const session = await signIn(app, { nickname, ageConfirmed: true });
  await app.call('POST', '/api/me/daily', as(session));
  await putDataset(app, session, 50, 'mine');
  for (const isPublic of [false, true]) {
    await app.call('POST', '/api/strategies', {
      ...as(session),
      body: { name: isPublic ? 'for all' : 'for me', strategy: CROSSING, public: isPublic },
    });
  }
  await app.database.notices.appendAll(
    Array.from({ length: 201 }, (_, each) => ({
      ...{ playerId: session.player.id, dedupeKey: randomUUID(), kind: 'test', data: { each } },
    })),
  );
  await app.database.notices.acknowledge(session.player.id, 150);
  return session;
}

test('the export is one JSON document of all that is kept, and of nobody else', async () => {
  await putDataset(app, null, 50, 'everybody’s');
  const [ada, other] = [await settled('Ada Export'), await settled('Other')];
  const { status, headers, body } = await app.call('GET', '/api/me/export', as(ada));
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toContain('attachment');
  expect(body).toMatchObject({
    profile: { id: ada.player.id, nickname: 'Ada Export', ageConfirmed: true },
    balances: { coins: 110_000, credits: 13 },
    statistics: expect.any(Object),
    signIns: [{ userAgent: expect.any(String) }],
    rankHistory: [],
    games: [],
    gameSessions: [],
    datasets: [{ name: 'walk mine' }],
    backtests: [],
  });
  expect(body.transfers.map(({ kind }: { kind: string }) => kind)).toContain('grant.daily');
  expect(body.notices.map(({ data }: { data: { each: number } }) => data.each)).toEqual(
    Array.from({ length: 201 }, (_, each) => each),
  );
  expect(body.strategies.map(({ name }: { name: string }) => name).sort()).toEqual(['for all', 'for me']);
  const text = JSON.stringify(body);
  for (const secret of [other.player.id, 'tokenHash', 'passwordHash', 'argon2', 'sealed']) {
    expect(text).not.toContain(secret);
  }
});

test('who takes their account back leaves no name, no session and nothing private; the books stay right', async () => {
  const ada = await settled('Ada Leaves');
  expect(refusalOf(await erase(ada, {}))).toEqual([422, 'invalid_request']);
  expect((await erase(ada)).body).toEqual({ deleted: true });
  expect((await app.call('GET', '/api/me', as(ada))).status).toBe(401);
  expect((await app.call('POST', '/api/auth/refresh', { body: ada })).status).toBe(401);
  const count = async (table: string) =>
    Number(
      (
        await query<{ n: string }>(app, `select count(*) as n from ${table} where player_id = $1`, [
          ada.player.id,
        ])
      )[0]!.n,
    );
  for (const table of ['login', 'notice', 'notice_cursor', 'dataset'])
    expect(await count(table), table).toBe(0);
  expect(await count('strategy')).toBe(1);
  const [row] = await query(app, 'select nickname, skeleton, password_hash from player where id = $1', [
    ada.player.id,
  ]);
  expect(row).toEqual({
    nickname: expect.stringMatching(/^deleted-[0-9a-f]{12}$/),
    skeleton: null,
    password_hash: null,
  });
  expect((await app.database.identity.balances(ada.player)).coins).toBe(110_000);
  const client = await app.database.pool.connect();
  expect((await reconcile(client as never)).differenceCoins).toBe(0);
  client.release();
  expect((await signIn(app, { nickname: 'Ada Leaves' })).player.nickname).toBe('Ada Leaves');
});

test('an account with a password takes that; an operator’s and one with an open stake stay', async () => {
  const { body: ada } = await app.call('POST', '/api/auth/signup', {
    body: { nickname: 'Ada Stays', password: 'long enough for me', inviteCode: '5858' },
  });
  for (const password of [undefined, 'not this one']) {
    const answer = await erase(ada, { confirm: true, password });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details).toMatchObject({ field: 'password', reason: 'wrong' });
  }
  const password = 'long enough for me';
  await query(app, `update player set role = 'moderator' where id = $1`, [ada.player.id]);
  expect(refusalOf(await erase(ada, { confirm: true, password }))).toEqual([403, 'forbidden']);
  await query(app, `update player set role = 'player' where id = $1`, [ada.player.id]);
  await query(app, `insert into game_state (owner_id, scope, state) values ($1, 'rps_match', '{}')`, [
    ada.player.id,
  ]);
  expect(refusalOf(await erase(ada, { confirm: true, password }))).toEqual([409, 'unfinished_game']);
  await query(app, 'delete from game_state where owner_id = $1', [ada.player.id]);
  expect((await erase(ada, { confirm: true, password })).status).toBe(200);
  const again = await app.call('POST', '/api/auth/login', { body: { nickname: 'Ada Stays', password } });
  expect(refusalOf(again)).toEqual([401, 'unauthorized']);
}, 120_000);
