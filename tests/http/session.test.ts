import { createHash, createHmac, randomUUID } from 'node:crypto';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_MS } from '../../server/auth/accessTokens.ts';
import { type LiveApp, refusalOf, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

const DAY_MS = 86_400_000;

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const guest = async (body: object = { ageConfirmed: true }) =>
  (await app.call('POST', '/api/auth/guest', { body })).body as {
    player: { id: string; nickname: string; rank: string; role: string };
    accessToken: string;
    refreshToken: string;
    expiresAtMs: number;
  };
const me = (token: string) => app.call('GET', '/api/me', { token });

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client(app.databaseUrl);
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}

describe('a guest', () => {
  test('gets a player, tokens for 30 minutes and the welcome grant, once', async () => {
    const { player, accessToken, refreshToken, expiresAtMs } = await guest({ nickname: 'Ada' });
    expect(player).toEqual({ id: expect.any(String), nickname: 'Ada', rank: 'STANDARD', role: 'player' });
    expect(Math.abs(expiresAtMs - app.nowMs() - ACCESS_TOKEN_MS)).toBeLessThan(60_000);
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32);
    for (let each = 0; each < 3; each++) {
      expect((await me(accessToken)).body).toMatchObject({
        player,
        balances: { coins: 100_000, credits: 10 },
        limits: {},
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
    expect((await guest({ nickname: '  이순신 ' })).player.nickname).toBe('이순신');
    const twins = await Promise.all([guest({ nickname: 'Twin' }), guest({ nickname: 'Twin' })]);
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
    const blocker = new pg.Client(app.databaseUrl);
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('lock table transfer in access exclusive mode');
    const signedIn = await guest();
    await blocker.query('rollback');
    await blocker.end();
    expect(app.logs.join('')).toContain('the welcome grant is still to be booked');
    const tables = await app.call('GET', '/api/me/history', { token: signedIn.accessToken });
    expect(tables.status).toBe(200);
    expect((await me(signedIn.accessToken)).body.balances).toMatchObject({ coins: 100_000, credits: 10 });
  });
});

describe('access tokens', () => {
  const claims = (sub: string) => ({
    sub,
    nickname: 'x',
    rank: 'VIP',
    role: 'admin',
    bot: false,
    tokenVersion: 0,
  });
  const timed = (payload: object, header: Record<string, string>) => {
    const nowS = Math.floor(app.nowMs() / 1_000);
    return {
      payload: { ...payload, iss: 'fairground', aud: 'fairground-api', iat: nowS, exp: nowS + 600 },
      header,
    };
  };
  const unauthorized = async (token: string) =>
    expect(refusalOf(await me(token))).toEqual([401, 'unauthorized']);

  test('carry the claims that API.md names, by a key with an id', async () => {
    const { player, accessToken } = await guest();
    const [header, payload] = accessToken
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: app.auth.keys.access.kid });
    expect(payload).toMatchObject({
      sub: player.id,
      nickname: player.nickname,
      rank: 'STANDARD',
      role: 'player',
      bot: false,
      tokenVersion: 0,
    });
  });

  test.each([
    ['', 'none'],
    ['Bearer ', 'empty'],
    ['Basic eDp5', 'of another scheme'],
    ['Bearer x y', 'of two words'],
  ])('the header %j (%s) is no token', async (authorization) => {
    const answer = await app.call('GET', '/api/me', {
      headers: authorization === '' ? {} : { authorization },
    });
    expect(refusalOf(answer)).toEqual([401, 'unauthorized']);
  });

  test('expired ones are refused, also when they were good a moment ago', async () => {
    const { accessToken } = await guest();
    expect((await me(accessToken)).status).toBe(200);
    app.skew.ms += ACCESS_TOKEN_MS + 10_000;
    await unauthorized(accessToken);
    app.skew.ms = 0;
  });

  test('unsigned ones are refused, in every spelling of none', async () => {
    const { player } = await guest();
    await unauthorized(
      new UnsecuredJWT(claims(player.id))
        .setIssuer('fairground')
        .setAudience('fairground-api')
        .setIssuedAt()
        .setExpirationTime('10m')
        .encode(),
    );
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const { payload, header } = timed(claims(player.id), {
        alg,
        typ: 'at+jwt',
        kid: app.auth.keys.access.kid,
      });
      const parts = [header, payload].map((part) => base64url.encode(JSON.stringify(part)));
      await unauthorized(`${parts.join('.')}.`);
    }
  });

  test('foreign ones are refused: another secret under our kid, another kid, another issuer', async () => {
    const { player } = await guest();
    const sign = (secret: Uint8Array, kid: string, issuer: string) =>
      new SignJWT(claims(player.id))
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience('fairground-api')
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(secret);
    const { kid, secret } = app.auth.keys.access;
    const own = new Uint8Array(secret.export());
    await unauthorized(await sign(new Uint8Array(32), kid, 'fairground'));
    await unauthorized(await sign(own, randomUUID(), 'fairground'));
    await unauthorized(await sign(own, kid, 'somewhere'));
    // The same by our own hand is good, so the above fail for their one difference.
    expect((await me(await sign(own, kid, 'fairground'))).status).toBe(200);
  });

  test('other things that we signed are refused: a receipt, a token of another type', async () => {
    const { player } = await guest();
    const receipt = app.auth.receipts.sign({ ...claims(player.id), ...timed({}, {}).payload } as never);
    await unauthorized(receipt);
    const { kid, secret } = app.auth.keys.access;
    const other = await new SignJWT(claims(player.id))
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
      .setIssuer('fairground')
      .setAudience('fairground-api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(secret);
    await unauthorized(other);
  });

  test('the public key of receipts is no secret of access tokens', async () => {
    const { player } = await guest();
    const [jwk] = app.auth.keys.publicJwks as { x: string; kid: string }[];
    const { payload, header } = timed(claims(player.id), { alg: 'HS256', typ: 'at+jwt', kid: jwk!.kid });
    const signed = [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.');
    const mac = createHmac('sha256', Buffer.from(jwk!.x, 'base64url')).update(signed).digest('base64url');
    await unauthorized(`${signed}.${mac}`);
  });

  test('a token with one character changed is refused', async () => {
    const { accessToken } = await guest();
    const at = accessToken.lastIndexOf('.') + 5;
    await unauthorized(
      accessToken.slice(0, at) + (accessToken[at] === 'A' ? 'B' : 'A') + accessToken.slice(at + 1),
    );
  });

  test('a banned player is forbidden, one whose token version rose is signed out', async () => {
    const { player, accessToken } = await guest();
    const until = app.nowMs() + 60_000;
    await query('update player set banned_until_ms = $2 where id = $1', [player.id, until]);
    const banned = await me(accessToken);
    expect(refusalOf(banned)).toEqual([403, 'forbidden']);
    expect(banned.body.error.details).toEqual({ bannedUntilMs: until });
    await query('update player set banned_until_ms = null, token_version = 1 where id = $1', [player.id]);
    app.auth.sessions.forget(player.id);
    await unauthorized(accessToken);
  });

  test('a player who is not there any more is signed out', async () => {
    const { accessToken } = await app.auth.sessions.issueSession({
      ...(await app.database.identity.createPlayer({
        id: randomUUID(),
        nickname: 'Ghost',
        bot: false,
        ageConfirmed: true,
      })),
    });
    expect((await me(accessToken)).status).toBe(200);
    const payload = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
    const { kid, secret } = app.auth.keys.access;
    const nobody = await new SignJWT({ ...payload, sub: randomUUID() })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
      .sign(secret);
    await unauthorized(nobody);
  });
});

describe('refresh tokens', () => {
  const refresh = (refreshToken: unknown) =>
    app.call('POST', '/api/auth/refresh', { body: { refreshToken } });

  test('are spent for the next pair, which is as good', async () => {
    const first = await guest();
    const { status, body } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(body.player).toEqual(first.player);
    expect(body.refreshToken).not.toBe(first.refreshToken);
    expect((await me(body.accessToken)).body.player.id).toBe(first.player.id);
  });

  test('spent twice end their whole family, and no other', async () => {
    const first = await guest();
    const other = await guest();
    const second = (await refresh(first.refreshToken)).body;
    expect(refusalOf(await refresh(first.refreshToken))).toEqual([401, 'unauthorized']);
    expect(refusalOf(await refresh(second.refreshToken))).toEqual([401, 'unauthorized']);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  test('of which two are spent at once: one wins at most', async () => {
    const { refreshToken } = await guest();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(4);
  });

  test('lie in the database as hashes only', async () => {
    const { refreshToken } = await guest();
    const hash = createHash('sha256').update(refreshToken).digest('hex');
    expect(await query('select 1 from refresh_token where token_hash = $1', [hash])).toHaveLength(1);
    expect(await query('select 1 from refresh_token where token_hash = $1', [refreshToken])).toHaveLength(0);
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
    const { refreshToken } = await guest();
    await query('update refresh_token set expires_at_ms = 1 where token_hash = $1', [
      createHash('sha256').update(refreshToken).digest('hex'),
    ]);
    expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'unauthorized']);
  });
});

describe('the daily grant', () => {
  const claim = (token: string, key?: string) =>
    app.call('POST', '/api/me/daily', {
      token,
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  /** Noon of some UTC day, as the application sees it. */
  const goTo = (atMs: number) => {
    app.skew.ms = atMs - Date.now();
  };
  const noon = Math.floor(Date.now() / DAY_MS) * DAY_MS + 10 * DAY_MS + DAY_MS / 2;
  const midnight = noon + DAY_MS / 2;
  /** Signed in on that day: its token is good then. */
  const guestAt = async (atMs: number) => {
    goTo(atMs);
    return (await guest()).accessToken;
  };

  test('comes once a UTC day; the lobby hears of it', async () => {
    const token = await guestAt(noon);
    app.published.length = 0;
    const first = await claim(token, randomUUID());
    expect(first).toMatchObject({
      status: 200,
      body: {
        granted: { coins: 10_000, credits: 3 },
        balanceCoins: 110_000,
        nextAtMs: midnight,
        balances: { coins: 110_000, credits: 13 },
      },
    });
    expect(app.published.map(({ balances }) => balances.coins)).toEqual([110_000]);
    const second = await claim(token, randomUUID());
    expect(refusalOf(second)).toEqual([409, 'already_claimed']);
    expect(second.body.error.details).toEqual({ nextAtMs: midnight });
    expect(app.published).toHaveLength(1);
    expect((await me(token)).body.balances).toMatchObject({ coins: 110_000, credits: 13 });
  });

  test('claimed ten times at once comes once', async () => {
    const token = await guestAt(noon);
    const answers = await Promise.all(Array.from({ length: 10 }, () => claim(token, randomUUID())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    expect((await me(token)).body.balances.coins).toBe(110_000);
  });

  test('with the same key again gets the stored answer, even past midnight; the next day has its own', async () => {
    const token = await guestAt(midnight - 60_000);
    const key = randomUUID();
    const first = (await claim(token, key)).body;
    expect((await claim(token, key)).body).toEqual(first);
    expect((await claim(token, key.toUpperCase())).body).toEqual(first);
    goTo(midnight + 60_000);
    expect((await claim(token, key)).body).toEqual(first);
    expect((await me(token)).body.balances.coins).toBe(110_000);
    const next = await claim(token, randomUUID());
    expect(next.body).toMatchObject({ balanceCoins: 120_000, nextAtMs: midnight + DAY_MS });
  });

  test('works without a key, once', async () => {
    const token = await guestAt(noon);
    expect((await claim(token)).status).toBe(200);
    expect(refusalOf(await claim(token))).toEqual([409, 'already_claimed']);
  });

  test.each(['', 'x', '123', 'not-a-uuid-at-all-but-36-letters-long'])(
    'with the key %j is refused',
    async (key) => {
      const token = await guestAt(noon);
      const answer = await claim(token, key);
      expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
      expect(answer.body.error.details.field).toBe('idempotency-key');
      expect((await me(token)).body.balances.coins).toBe(100_000);
    },
  );

  afterAll(() => {
    app.skew.ms = 0;
  });
});
