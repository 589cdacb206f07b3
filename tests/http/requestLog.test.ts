import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveApp, type SignedIn, signIn, startApp } from './liveApp.ts';

let app: LiveApp;
let ada: SignedIn;

beforeAll(async () => {
  app = await startApp('ws', { logLevel: 'trace' });
  ada = await signIn(app);
}, 120_000);
afterAll(() => app.stop());

const linesOf = (requestId: string) =>
  app.logs
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter((line) => line.requestId === requestId);

test('a request has an id: its own, if it brings a fit one, else ours', async () => {
  const own = `edge-${randomUUID()}`;
  const named = await app.call('GET', '/healthz', { headers: { 'x-request-id': own } });
  expect(named.headers.get('x-request-id')).toBe(own);
  for (const unfit of ['short', 'x'.repeat(129), 'with space in it', '{"json":"injected"}']) {
    const answer = await app.call('GET', '/healthz', { headers: { 'x-request-id': unfit } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('its lines bear the id, the route and, once it is known, the player', async () => {
  const { headers } = await app.call('GET', '/api/me', { token: ada.accessToken });
  expect(linesOf(headers.get('x-request-id')!)).toMatchObject([
    { route: '/api/me', method: 'GET', status: 200, playerId: ada.player.id },
  ]);
  const stranger = await app.call('GET', '/api/me');
  const [line] = linesOf(stranger.headers.get('x-request-id')!);
  expect(line).toMatchObject({ status: 401 });
  expect(line).not.toHaveProperty('playerId');
});

test('whose request was refused is told by player, else by address; our own faults are nobody’s', async () => {
  app.refused.length = 0;
  await app.call('GET', '/api/me');
  await app.call('GET', '/api/me/history?limit=0', { token: ada.accessToken });
  await app.call('GET', '/api/me', { token: ada.accessToken });
  expect(app.refused).toEqual([
    { address: '127.0.0.1', code: 'unauthorized' },
    { playerId: ada.player.id, code: 'invalid_request' },
  ]);
});

test('no token, password, cookie or key that a client sends or gets stands in the log', async () => {
  const secrets = new Map<string, string>();
  const secret = (name: string) => {
    const value = `${name}-${randomUUID()}`;
    secrets.set(name, value);
    return value;
  };
  const call = (method: string, path: string, options: Parameters<LiveApp['call']>[2] = {}) =>
    app.call(method, path, {
      ...options,
      headers: { cookie: `session=${secret('cookie')}`, ...options.headers },
    });

  const nickname = `N${randomUUID().slice(0, 8)}`;
  await call('POST', '/api/auth/login', { body: { nickname, password: secret('password') } });
  await call('POST', '/api/auth/login', { body: { nickname, password: 7, extra: secret('shapeless') } });
  await call('POST', '/api/auth/login', { body: `{"password": "${secret('broken')}` });
  await call('POST', '/api/auth/refresh', { body: { refreshToken: secret('refresh') } });
  await call('GET', '/api/me', { token: secret('token') });
  await call('GET', `/api/me?token=${secret('query')}`, { token: ada.accessToken });
  await call('POST', '/api/me/daily', {
    ...{ token: ada.accessToken, headers: { 'idempotency-key': secret('key') }, body: {} },
  });
  await call('POST', '/api/fairness/seeds/rotate', { token: ada.accessToken, body: { clientSeed: '' } });
  await call('POST', '/matchmake/joinOrCreate/lobby', {
    token: ada.accessToken,
    body: { token: secret('option') },
  });
  await call('GET', '/colyseus/monitor/', { headers: { cookie: `fairground_tools=${secret('pass')}` } });
  const renewed = await call('POST', '/api/auth/refresh', { body: { refreshToken: ada.refreshToken } });
  for (const [name, value] of Object.entries({ ...ada, ...renewed.body }))
    if (/token/i.test(name)) secrets.set(`issued ${name}`, String(value));

  const log = app.logs.join('');
  expect(log).toContain('/api/auth/login');
  expect([...secrets].filter(([, value]) => log.includes(value)).map(([name]) => name)).toEqual([]);
});
