import { createHmac, randomUUID } from 'node:crypto';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_MS } from '../../server/auth/accessTokens.ts';
import { type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const claimsIn = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
const me = (token: string) => app.call('GET', '/api/me', { token });

describe('access tokens', () => {
  /** Of a log-in that is open, unless said otherwise. */
  const claims = ({ player, accessToken }: SignedIn) => ({
    sub: player.id,
    sid: claimsIn(accessToken).sid,
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
    const { player, accessToken } = await signIn(app);
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
      sid: expect.stringMatching(/^[0-9a-f-]{36}$/),
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
    const { accessToken } = await signIn(app);
    expect((await me(accessToken)).status).toBe(200);
    app.skew.ms += ACCESS_TOKEN_MS + 10_000;
    await unauthorized(accessToken);
    app.skew.ms = 0;
  });

  test('expired ones still say whom they were issued to, while their session is open', async () => {
    const { accessToken, player } = await signIn(app);
    const issuedTo = () => app.auth.sessions.issuedTo(accessToken);
    app.skew.ms += ACCESS_TOKEN_MS + 10_000;
    expect(await issuedTo()).toMatchObject({ ok: true, value: { id: player.id } });
    await app.auth.sessions.endAll(player.id);
    expect(await issuedTo()).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
    app.skew.ms = 0;
    const [head, payload] = accessToken.split('.') as [string, string];
    for (const forged of ['', 'x', `${head}.${payload}.`, `${head}.e30.x`])
      expect(await app.auth.sessions.issuedTo(forged)).toMatchObject({ ok: false });
  });

  test('unsigned ones are refused, in every spelling of none', async () => {
    const ada = await signIn(app);
    await unauthorized(
      new UnsecuredJWT(claims(ada))
        .setIssuer('fairground')
        .setAudience('fairground-api')
        .setIssuedAt()
        .setExpirationTime('10m')
        .encode(),
    );
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const { payload, header } = timed(claims(ada), {
        alg,
        typ: 'at+jwt',
        kid: app.auth.keys.access.kid,
      });
      const parts = [header, payload].map((part) => base64url.encode(JSON.stringify(part)));
      await unauthorized(`${parts.join('.')}.`);
    }
  });

  test('foreign ones are refused: another secret under our kid, another kid, another issuer', async () => {
    const ada = await signIn(app);
    const sign = (secret: Uint8Array, kid: string, issuer: string) =>
      new SignJWT(claims(ada))
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

  test('ones of the future, of a log-in that is not open, or without one are refused', async () => {
    const ada = await signIn(app);
    const { kid, secret } = app.auth.keys.access;
    const sign = (payload: object, iatS: number) =>
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
        .setIssuer('fairground')
        .setAudience('fairground-api')
        .setIssuedAt(iatS)
        .setExpirationTime(iatS + 1_800)
        .sign(secret);
    const nowS = Math.floor(app.nowMs() / 1_000);
    await unauthorized(await sign(claims(ada), nowS + 60));
    await unauthorized(await sign({ ...claims(ada), sid: randomUUID() }, nowS));
    await unauthorized(await sign({ ...claims(ada), sid: undefined }, nowS));
    expect((await me(await sign(claims(ada), nowS))).status).toBe(200);
  });

  test('other things that we signed are refused: a receipt, a token of another type', async () => {
    const ada = await signIn(app);
    const receipt = app.auth.receipts.sign({ ...claims(ada), ...timed({}, {}).payload } as never);
    await unauthorized(receipt);
    const { kid, secret } = app.auth.keys.access;
    const other = await new SignJWT(claims(ada))
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
      .setIssuer('fairground')
      .setAudience('fairground-api')
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(secret);
    await unauthorized(other);
  });

  test('the public key of receipts is no secret of access tokens', async () => {
    const ada = await signIn(app);
    const [jwk] = app.auth.keys.publicJwks as { x: string; kid: string }[];
    const { payload, header } = timed(claims(ada), { alg: 'HS256', typ: 'at+jwt', kid: jwk!.kid });
    const signed = [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.');
    const mac = createHmac('sha256', Buffer.from(jwk!.x, 'base64url')).update(signed).digest('base64url');
    await unauthorized(`${signed}.${mac}`);
  });

  test('a token with one character changed is refused', async () => {
    const { accessToken } = await signIn(app);
    const at = accessToken.lastIndexOf('.') + 5;
    await unauthorized(
      accessToken.slice(0, at) + (accessToken[at] === 'A' ? 'B' : 'A') + accessToken.slice(at + 1),
    );
  });

  test('a banned player is forbidden, one whose token version rose is signed out', async () => {
    const { player, accessToken } = await signIn(app);
    const until = app.nowMs() + 60_000;
    await query(app, 'update player set banned_until_ms = $2 where id = $1', [player.id, until]);
    const banned = await me(accessToken);
    expect(refusalOf(banned)).toEqual([403, 'forbidden']);
    expect(banned.body.error.details).toEqual({ bannedUntilMs: until });
    await query(app, 'update player set banned_until_ms = null, token_version = 1 where id = $1', [
      player.id,
    ]);
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

  test('are signed by a new key after a month; the old one’s stay good, and receipts’ public keys for ever', async () => {
    const { keys } = app.auth;
    const kidOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid;
    const [old, oldReceipt] = [keys.access.kid, keys.receipt.kid];
    app.skew.ms = 31 * 86_400_000;
    await keys.refresh();
    // Made, and not used before every member knows it.
    expect([keys.access.kid, keys.receipt.kid]).toEqual([old, oldReceipt]);
    expect(keys.publicJwks).toHaveLength(2);
    const before = await signIn(app);
    expect(kidOf(before.accessToken)).toBe(old);
    app.skew.ms += 160_000;
    await keys.refresh();
    const after = await signIn(app);
    expect(kidOf(after.accessToken)).not.toBe(old);
    expect(keys.receipt.kid).not.toBe(oldReceipt);
    for (const { accessToken } of [before, after]) expect((await me(accessToken)).status).toBe(200);
    const another = await app.database.another();
    expect((await another.keys.keys()).filter(({ purpose }) => purpose === 'access')).toHaveLength(2);
    app.skew.ms += 2 * 3_600_000;
    await keys.refresh();
    expect(await keys.accessKey(old)).toBeNull();
    const { body } = await app.call('GET', '/.well-known/jwks.json');
    expect(body.keys.map(({ kid }: { kid: string }) => kid)).toEqual([oldReceipt, keys.receipt.kid]);
    app.skew.ms = 0;
  });
});
