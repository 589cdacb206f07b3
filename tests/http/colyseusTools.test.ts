import { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { loadableKinds, prepareMatchMaker } from './transports.ts';

describe.each(await loadableKinds())('Colyseus’ monitor and playground over %s', (kind) => {
  let app: LiveApp;
  let admin: SignedIn;
  let cookie: string;

  beforeAll(async () => {
    await prepareMatchMaker();
    app = await startApp(kind);
    admin = await signIn(app);
    await setRole('admin');
    cookie = await pass();
  }, 120_000);
  afterAll(() => app.stop());

  async function setRole(role: string): Promise<void> {
    await query(app, 'update player set role = $2 where id = $1', [admin.player.id, role]);
    app.auth.sessions.forget(admin.player.id);
  }

  async function open(headers: Record<string, string> = {}): Promise<Answer> {
    return app.call('POST', '/api/admin/tools', { token: admin.accessToken, headers });
  }

  async function pass(): Promise<string> {
    return (await open()).headers.get('set-cookie')!.split(';')[0]!;
  }

  const look = (path: string, headers: Record<string, string> = {}) =>
    app.call('GET', path, { headers: { cookie, ...headers } });
  const call = (roomId: string, method: string, args: unknown[], headers: Record<string, string> = {}) =>
    look(
      `/colyseus/monitor/api/room/call?${new URLSearchParams({ roomId, method, args: JSON.stringify(args) })}`,
      headers,
    );
  const ours = { 'sec-fetch-site': 'same-origin' };
  const auditOf = (target: string) =>
    query<{ action: string; outcome: string }>(
      app,
      'select action, outcome from audit where target = $1 order by id',
      [target],
    );

  test('the cookie is short-lived, for their path, and for no script and no other site', async () => {
    const answer = await open();
    expect(answer).toMatchObject({ status: 200, body: { monitor: '/colyseus/monitor/' } });
    const attributes = answer.headers.get('set-cookie')!.split('; ').slice(1);
    expect(attributes).toEqual(['Path=/colyseus', 'Max-Age=600', 'HttpOnly', 'SameSite=Strict']);
    const secure = await open({ origin: 'https://fairground.example' });
    expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  test('with it both pages and their files are there, not to be framed or kept', async () => {
    for (const tool of ['monitor', 'playground']) {
      const answer = await look(`/colyseus/${tool}/`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.headers.get('x-frame-options')).toBe('DENY');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(answer.body)![1]!;
      const asset = await look(`/colyseus/${tool}/${script}`);
      expect([asset.status, asset.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('javascript'),
      ]);
      expect(asset.body.length).toBeGreaterThan(100_000);
      expect((await look(`/colyseus/${tool}/../../package.json`)).status).toBe(404);
    }
  });

  test('the monitor lists the rooms, the playground what may be joined', async () => {
    const { roomId } = await matchMaker.createRoom('probe', {});
    expect((await look('/colyseus/monitor/api')).body.rooms).toContainEqual(
      expect.objectContaining({ roomId }),
    );
    expect((await look(`/colyseus/monitor/api/room?roomId=${roomId}`)).body).toMatchObject({ roomId });
    expect((await look('/colyseus/playground/rooms')).body.rooms).toContain('probe');
  });

  test('without it, with a token, another token of ours or an expired one, there is nothing to see', async () => {
    const path = '/colyseus/monitor/api';
    expect(refusalOf(await app.call('GET', path))).toEqual([401, 'unauthorized']);
    expect(refusalOf(await app.call('GET', path, { token: admin.accessToken }))).toEqual([
      401,
      'unauthorized',
    ]);
    for (const forged of [admin.accessToken, 'x', '', cookie.slice(0, -4)]) {
      const value = forged.replace(/^fairground_tools=/, '');
      expect(refusalOf(await look(path, { cookie: `fairground_tools=${value}` }))).toEqual([
        401,
        'unauthorized',
      ]);
    }
    app.skew.ms += 10 * 60_000 + 1_000;
    expect(refusalOf(await look(path))).toEqual([401, 'unauthorized']);
    app.skew.ms = 0;
    expect((await look(path)).status).toBe(200);
  });

  test('the pass opens nothing else', async () => {
    const token = cookie.replace(/^fairground_tools=/, '');
    expect(refusalOf(await app.call('GET', '/api/me', { token }))).toEqual([401, 'unauthorized']);
  });

  test('who is no admin any more, or banned, is out at once', async () => {
    await setRole('moderator');
    expect(refusalOf(await look('/colyseus/monitor/api'))).toEqual([403, 'forbidden']);
    expect(refusalOf(await open())).toEqual([403, 'forbidden']);
    await setRole('admin');
    const ban = 'update player set banned_until_ms = $2 where id = $1';
    await query(app, ban, [admin.player.id, app.nowMs() + 60_000]);
    expect(refusalOf(await look('/colyseus/playground/'))).toEqual([403, 'forbidden']);
    await query(app, ban, [admin.player.id, null]);
    expect((await look('/colyseus/playground/')).status).toBe(200);
  });

  test('a page of another origin gets nothing, even one on the same host', async () => {
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: `${app.base.replace(/:\d+$/, '')}:1` },
      { referer: 'http://evil.example/' },
    ];
    for (const headers of others) {
      expect(refusalOf(await look('/colyseus/monitor/api', headers))).toEqual([403, 'forbidden']);
      expect(refusalOf(await call('any', 'disconnect', [], headers))).toEqual([403, 'forbidden']);
    }
    const preflight = await fetch(`${app.base}/colyseus/monitor/api`, {
      ...{ method: 'OPTIONS', headers: { origin: 'http://evil.example' } },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  test('a room is closed by a page of our own only, and that stands in the audit', async () => {
    const { roomId } = await matchMaker.createRoom('probe', {});
    // An address that somebody was talked into entering.
    expect(refusalOf(await call(roomId, 'disconnect', []))).toEqual([403, 'forbidden']);
    expect(matchMaker.getLocalRoomById(roomId)).toBeDefined();
    expect((await call(roomId, 'disconnect', [], ours)).status).toBe(200);
    expect(await matchMaker.query({ roomId })).toEqual([]);
    expect(await auditOf(roomId)).toEqual([
      { action: 'tools.dispose', outcome: 'refused' },
      { action: 'tools.dispose', outcome: 'asked' },
      { action: 'tools.dispose', outcome: 'done' },
    ]);
  });

  test('a room that everybody shares is not closed, nor one that is not there', async () => {
    const { roomId } = await matchMaker.createRoom('lobby', {});
    expect(refusalOf(await call(roomId, 'disconnect', [], ours))).toEqual([403, 'forbidden']);
    expect(matchMaker.getLocalRoomById(roomId)).toBeDefined();
    expect(refusalOf(await call('nowhere', 'disconnect', [], ours))).toEqual([403, 'forbidden']);
  });

  test('a kick names room and session', async () => {
    const { roomId } = await matchMaker.createRoom('probe', {});
    expect((await call(roomId, '_forceClientDisconnect', ['someone'], ours)).status).toBe(200);
    expect(await auditOf(`${roomId}/someone`)).toMatchObject([{ outcome: 'asked' }, { outcome: 'done' }]);
  });

  test.each([
    '/monitor/api/room/%63all',
    '/monitor//api/room/call',
    '/monitor/api/./room/call/',
    '/monitor/API/room/call',
  ])('no other spelling of a path is a way around: %s', async (path) => {
    const { roomId } = await matchMaker.createRoom('probe', {});
    await look(`/colyseus${path}?${new URLSearchParams({ roomId, method: 'disconnect', args: '[]' })}`);
    expect(matchMaker.getLocalRoomById(roomId)).toBeDefined();
  });

  test.each(['_editStateProperty', '_deleteStateProperty', '_sendMessageToClient', 'broadcast', 'toString'])(
    'the monitor can’t call %s, nor can the profiler be started',
    async (method) => {
      const { roomId } = await matchMaker.createRoom('probe', {});
      expect(refusalOf(await call(roomId, method, [], ours))).toEqual([403, 'forbidden']);
      for (const path of ['/colyseus/playground/profiling/start', '/colyseus/playground//profiling/start']) {
        const answer = await app.call('POST', path, { headers: { cookie, ...ours } });
        expect(refusalOf(answer)).toEqual([403, 'forbidden']);
      }
    },
  );
});

test('where they are off there is nothing to see, not for an admin either', async () => {
  const app = await startApp('ws', { colyseusTools: false });
  try {
    const { player, accessToken } = await signIn(app);
    await query(app, `update player set role = 'admin' where id = $1`, [player.id]);
    const asked = await app.call('POST', '/api/admin/tools', { token: accessToken });
    expect([...refusalOf(asked), asked.headers.get('set-cookie')]).toEqual([404, 'not_found', null]);
    for (const path of ['monitor/', 'monitor/api', 'playground/', 'playground/rooms'])
      expect(refusalOf(await app.call('GET', `/colyseus/${path}`))).toEqual([404, 'not_found']);
  } finally {
    await app.stop();
  }
});
