import { afterAll, beforeAll, expect, test } from 'vitest';
import { contradiction, type Document } from './conform.ts';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

const DAY_MS = 86_400_000;

let app: LiveApp;
let document: Document;
beforeAll(async () => {
  app = await startApp();
  document = (await app.call('GET', '/openapi.json')).body;
});
afterAll(() => app.stop());

async function call(method: string, path: string, player: SignedIn, body?: unknown): Promise<Answer> {
  const answer = await app.call(method, path, {
    token: player.accessToken,
    ...(body === undefined ? {} : { body }),
  });
  expect(contradiction(document, { method, path }, answer)).toBeNull();
  return answer;
}
const set = (player: SignedIn, wish: unknown) => call('PUT', '/api/me/limits', player, wish);

test('[RG3] limits are set, shown with what is pending, and stand in `me`, the export and for operators', async () => {
  const player = await signIn(app);
  const { body: none } = await call('GET', '/api/me/limits', player);
  const empty = { value: null, pending: null, used: null };
  const unlimited = { day: empty, week: empty, month: empty };
  const untouched = { value: null, pending: null, used: 0 };
  expect(none).toEqual({
    ...{ stakeCoins: unlimited, lossCoins: unlimited },
    playedMs: { day: untouched, week: untouched, month: untouched },
    resetsAtMs: { day: expect.any(Number), week: expect.any(Number), month: expect.any(Number) },
    ...{ pausedUntilMs: null, excludedUntilMs: null },
  });
  expect(none.resetsAtMs.day % DAY_MS).toBe(0);
  await set(player, { stakeCoins: { day: 500, month: 9_000 }, playedMs: { week: 3_600_000 } });
  const { status, body } = await set(player, { stakeCoins: { day: 800, month: null } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    stakeCoins: {
      day: { value: 500, used: 0, pending: { value: 800 } },
      week: { value: null },
      month: { value: 9_000, pending: { value: null } },
    },
    playedMs: { week: { value: 3_600_000, used: 0 } },
  });
  expect(Math.abs(body.stakeCoins.day.pending.fromAtMs - app.nowMs() - DAY_MS)).toBeLessThan(60_000);
  expect((await call('GET', '/api/me', player)).body.limits).toEqual(body);
  expect((await app.call('GET', '/api/me/export', { token: player.accessToken })).body.limits).toEqual(body);
  const admin = await signIn(app);
  await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
  const detail = await app.call('GET', `/api/admin/players/${player.player.id}`, {
    token: admin.accessToken,
  });
  expect(detail.body.limits).toEqual(body);
});

test('[RG4] [RG5] a pause and an exclusion stand; shorter ones are refused, and looking around goes on', async () => {
  const player = await signIn(app);
  const paused = await call('POST', '/api/me/pause', player, { hours: 24 });
  expect(Math.abs(paused.body.pausedUntilMs - app.nowMs() - DAY_MS)).toBeLessThan(60_000);
  expect((await call('POST', '/api/me/pause', player, { hours: 1 })).body.error).toMatchObject({
    code: 'invalid_request',
    details: { field: 'hours', reason: 'shorter', untilAtMs: paused.body.pausedUntilMs },
  });
  const excluded = await call('POST', '/api/me/exclusion', player, { days: 30, confirm: true });
  expect(excluded.body).toMatchObject({ pausedUntilMs: paused.body.pausedUntilMs });
  const shorter = await call('POST', '/api/me/exclusion', player, { days: 29, confirm: true });
  expect(refusalOf(shorter)).toEqual([422, 'invalid_request']);
  const kept = await app.call('POST', '/api/auth/signup', {
    token: player.accessToken,
    body: { nickname: 'Still Out', password: 'long enough for me', inviteCode: '5858' },
  });
  expect((await call('GET', '/api/me/limits', kept.body)).body.excludedUntilMs).toBe(
    excluded.body.excludedUntilMs,
  );
  for (const path of ['/api/me', '/api/me/history', '/api/me/transfers', '/api/fairness/seeds']) {
    expect((await app.call('GET', path, { token: kept.body.accessToken })).status, path).toBe(200);
  }
});

test.each([
  ['PUT', '/api/me/limits', { stakeCoins: { day: -1 } }, 'stakeCoins.day'],
  ['PUT', '/api/me/limits', { lossCoins: { week: 1.5 } }, 'lossCoins.week'],
  ['PUT', '/api/me/limits', { playedMs: { month: '1' } }, 'playedMs.month'],
  ['POST', '/api/me/pause', { hours: 0 }, 'hours'],
  ['POST', '/api/me/pause', { hours: 721 }, 'hours'],
  ['POST', '/api/me/exclusion', { days: 1_827, confirm: true }, 'days'],
  ['POST', '/api/me/exclusion', { days: 1 }, 'confirm'],
  ['POST', '/api/me/exclusion', { days: 1, confirm: false }, 'confirm'],
])('%s %s names what is wrong in %j', async (method, path, body, field) => {
  const answer = await call(method, path, await signIn(app), body);
  expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
  expect(answer.body.error.details.field).toBe(field);
});

test('[RG10] the session can be asked for at any time', async () => {
  const player = await signIn(app);
  expect((await call('GET', '/api/me/reality-check', player)).body).toEqual({
    ...{ startedAtMs: null, playedMs: 0, stakedCoins: 0, paidCoins: 0, netCoins: 0, balanceCoins: 100_000 },
  });
});
