import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REFRESH_GRACE_MS } from '../../domain/identity/logins.ts';
import { ACCESS_TOKEN_MS } from '../../server/auth/accessTokens.ts';
import { type LiveApp, query, refusalOf, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const me = (token: string) => app.call('GET', '/api/me', { token });

describe('a guest', () => {
  test('gets a player, tokens for 30 minutes and the welcome grant, once', async () => {
    const { player, accessToken, refreshToken, expiresAtMs } = await signIn(app, { nickname: 'Ada' });
    expect(player).toEqual({ id: expect.any(String), nickname: 'Ada', rank: 'STANDARD', role: 'player' });
    expect(Math.abs(expiresAtMs - app.nowMs() - ACCESS_TOKEN_MS)).toBeLessThan(60_000);
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32);
    for (let each = 0; each < 3; each++) {
      expect((await me(accessToken)).body).toMatchObject({
        player,
        balances: { coins: 100_000, credits: 10 },
        limits: { pausedUntilMs: null, excludedUntilMs: null },
      });
    }
    const { body } = await app.call('GET', '/api/me/transfers', { token: accessToken });
    expect(
      body.items.map(({ kind, amountCoins, currency }: never) => [kind, amountCoins, currency]).sort(),
    ).toEqual([
      ['grant.welcome', 10, 'credits'],
      ['grant.welcome', 100_000, 'coins'],
    ]);
  });

  test('needs to say nothing, and may have a name of any script; a taken name is told apart', async () => {
    const { status, body } = await app.call('POST', '/api/auth/guest');
    expect(status).toBe(200);
    expect(body.player.nickname).toMatch(/^guest-/);
    expect((await signIn(app, { nickname: '  이순신 ' })).player.nickname).toBe('이순신');
    const twins = await Promise.all([signIn(app, { nickname: 'Twin' }), signIn(app, { nickname: 'Twin' })]);
    expect(new Set(twins.map(({ player }) => player.nickname)).size).toBe(2);
  });

  test.each([
    ['a name of one letter', { nickname: 'A' }, 'nickname'],
    ['a name too long', { nickname: 'A'.repeat(21) }, 'nickname'],
    ['a name with markup', { nickname: '<b>bold</b>' }, 'nickname'],
    ['a name with a line break', { nickname: 'A\nB' }, 'nickname'],
    ['a name that is a number', { nickname: 5 }, 'nickname'],
    ['an age that is a string', { ageConfirmed: 'yes' }, 'ageConfirmed'],
    ['a list', [], 'body'],
    ['malformed JSON', '{"nickname":', 'body'],
  ])('with %s is refused, naming the field', async (_name, body, field) => {
    const answer = await app.call('POST', '/api/auth/guest', { body });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details.field).toBe(field);
  });

  test('whose body says to be something else than JSON is refused', async () => {
    const headers = { 'content-type': 'text/xml' };
    const answer = await app.call('POST', '/api/auth/guest', { body: '<guest/>', headers });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details.field).toBe('content-type');
  });

  test('whose welcome grant could not be booked has it after the next request', async () => {
    const blocker = new pg.Client(app.database.url);
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('lock table transfer in access exclusive mode');
    const signedIn = await signIn(app);
    await blocker.query('rollback');
    await blocker.end();
    expect(app.logs.join('')).toContain('the welcome grant is still to be booked');
    const tables = await app.call('GET', '/api/me/history', { token: signedIn.accessToken });
    expect(tables.status).toBe(200);
    expect((await me(signedIn.accessToken)).body.balances).toMatchObject({ coins: 100_000, credits: 10 });
  });
});

describe('refresh tokens', () => {
  const refresh = (refreshToken: unknown) =>
    app.call('POST', '/api/auth/refresh', { body: { refreshToken } });

  test('are spent for the next pair, which is as good', async () => {
    const first = await signIn(app);
    const { status, body } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(body.player).toEqual(first.player);
    expect(body.refreshToken).not.toBe(first.refreshToken);
    expect((await me(body.accessToken)).body.player.id).toBe(first.player.id);
  });

  const spentAgo = (refreshToken: string, ms: number) =>
    query(app, 'update refresh_token set spent_at_ms = spent_at_ms - $2 where token_hash = $1', [
      hashOf(refreshToken),
      ms,
    ]);

  test('spent twice in a moment, by two tabs or after a lost answer, go on in one line', async () => {
    const first = await signIn(app);
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(first.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    for (const { body } of answers) expect((await me(body.accessToken)).status).toBe(200);
    const second = answers[0]!.body.refreshToken;
    const third = (await refresh(second)).body.refreshToken;
    expect((await refresh(first.refreshToken)).body.refreshToken).toBe(third);
    expect((await refresh(third)).status).toBe(200);
  });

  test('spent twice with time between end their whole session, and no other; the log says so', async () => {
    const first = await signIn(app);
    const other = await signIn(app);
    const second = (await refresh(first.refreshToken)).body;
    await spentAgo(first.refreshToken, REFRESH_GRACE_MS + 1_000);
    expect(refusalOf(await refresh(first.refreshToken))).toEqual([401, 'unauthorized']);
    expect(refusalOf(await refresh(second.refreshToken))).toEqual([401, 'unauthorized']);
    expect(refusalOf(await me(second.accessToken))).toEqual([401, 'unauthorized']);
    expect((await refresh(other.refreshToken)).status).toBe(200);
    expect(app.logs.join('')).toContain('a spent refresh token was used');
    expect(app.logs.join('')).not.toContain(first.refreshToken);
  });

  test('lie in the database as hashes only', async () => {
    const { refreshToken } = await signIn(app);
    const stored = 'select 1 from refresh_token where token_hash = $1';
    expect(await query(app, stored, [hashOf(refreshToken)])).toHaveLength(1);
    expect(await query(app, stored, [refreshToken])).toHaveLength(0);
  });

  test.each([
    ['unknown', 'x'.repeat(43), 401, 'unauthorized'],
    ['empty', '', 422, 'invalid_request'],
    ['a number', 7, 422, 'invalid_request'],
    ['missing', undefined, 422, 'invalid_request'],
  ])('%s ones are refused', async (_name, token, status, code) => {
    expect(refusalOf(await refresh(token))).toEqual([status, code]);
  });

  test('expired ones are refused', async () => {
    const { refreshToken } = await signIn(app);
    await query(app, 'update refresh_token set expires_at_ms = 1 where token_hash = $1', [
      hashOf(refreshToken),
    ]);
    expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'unauthorized']);
  });
});
