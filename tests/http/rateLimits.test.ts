import { afterAll, beforeAll, expect, test } from 'vitest';
import { RATES } from '../../domain/rates/rates.ts';
import { type Answer, type LiveApp, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

/** An expensive route that answers at once: there is no such job. */
const EXPENSIVE = '/api/backtests/00000000-0000-4000-8000-000000000000/result';
const { player: ofPlayer } = RATES.expensive;

let app: LiveApp;
let ada: SignedIn;
let eva: SignedIn;
beforeAll(async () => {
  const kinds = await loadableKinds();
  app = await startApp(kinds[0], { trustedProxies: ['127.0.0.1'] });
  [ada, eva] = [await signIn(app), await signIn(app)];
}, 120_000);
afterAll(() => app.stop());

const limitsIn = ({ headers }: Answer) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`ratelimit-${name}`)));

async function times(count: number, ask: (each: number) => Promise<Answer>): Promise<Answer> {
  for (let each = 1; each < count; each += 1) await ask(each);
  return ask(count);
}

test('[RT3] a player’s 100 requests pass, the next is refused, with all that tells when to come back', async () => {
  const ask = () => app.call('GET', EXPENSIVE, { token: ada.accessToken });
  const first = await ask();
  expect(limitsIn(first).slice(0, 2)).toEqual([100, 99]);
  const last = await times(99, ask);
  expect(refusalOf(last)).toEqual([404, 'not_found']);
  expect(limitsIn(last).slice(0, 2)).toEqual([100, 0]);

  app.refused.length = 0;
  const refused = await ask();
  expect(refusalOf(refused)).toEqual([429, 'rate_limited']);
  const { resetAtMs, retryAfterMs, ...details } = refused.body.error.details;
  expect(details).toEqual({ limit: 100, remaining: 0 });
  expect(resetAtMs).toBeGreaterThan(app.nowMs());
  expect(resetAtMs).toBeLessThanOrEqual(app.nowMs() + ofPlayer.withinMs);
  const [limit, remaining, resetSeconds] = limitsIn(refused);
  expect([limit, remaining]).toEqual([100, 0]);
  expect(resetSeconds).toBe(Math.ceil(retryAfterMs / 1_000));
  expect(refused.headers.get('retry-after')).toBe(String(resetSeconds));
  expect(refused.headers.get('access-control-expose-headers')).toMatch(/Retry-After.*RateLimit-Reset/);
  expect(app.refused).toEqual([{ playerId: ada.player.id, code: 'rate_limited' }]);

  expect((await app.call('GET', EXPENSIVE, { token: eva.accessToken })).status).toBe(404);
  expect((await app.call('GET', '/api/me', { token: ada.accessToken })).status).toBe(200);
  app.skew.ms += ofPlayer.withinMs;
  expect(limitsIn(await ask()).slice(0, 2)).toEqual([100, 99]);
});

test('[RT5] an address is what the proxy says: what a client writes before it changes nothing', async () => {
  const limit = RATES.sensitive.address.requests;
  const from = (forwarded: string) =>
    app.call('GET', '/api/invites/5858', {
      headers: { 'x-forwarded-for': forwarded, 'x-real-ip': forwarded },
    });
  const last = await times(limit, (each) => from(`198.51.100.${each % 250}, 203.0.113.5`));
  expect(last.body.state).toBe('valid');
  expect(limitsIn(last).slice(0, 2)).toEqual([limit, 0]);
  app.refused.length = 0;
  expect(refusalOf(await from('192.0.2.77, 203.0.113.5'))).toEqual([429, 'rate_limited']);
  expect(app.refused).toEqual([{ address: '203.0.113.5', code: 'rate_limited' }]);
  expect((await from('203.0.113.6')).status).toBe(200);
});

test('an address over its limit is refused before anybody looks at its token', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  const stranger = () => app.call('POST', '/api/me/delete', { headers, token: 'a.b.c' });
  expect(refusalOf(await times(RATES.sensitive.address.requests, stranger))).toEqual([401, 'unauthorized']);
  expect(refusalOf(await stranger())).toEqual([429, 'rate_limited']);
});

test('seats in rooms are limited in Colyseus’ own shape', async () => {
  const join = () => app.call('POST', '/matchmake/joinById/nowhere', { token: ada.accessToken, body: {} });
  const last = await times(RATES.join.player.requests, join);
  expect(last.status).not.toBe(429);
  expect(limitsIn(last).slice(0, 2)).toEqual([RATES.join.player.requests, 0]);
  app.refused.length = 0;
  const refused = await join();
  expect([refused.status, refused.body]).toEqual([429, { code: 429, error: 'rate_limited' }]);
  expect(Number(refused.headers.get('retry-after'))).toBe(limitsIn(refused)[2]);
  expect(app.refused).toEqual([{ playerId: ada.player.id, code: 'rate_limited' }]);
});

test('what machines ask for all the time is not limited, and says nothing of limits', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/.well-known/jwks.json']) {
    const { status, headers } = await app.call('GET', path);
    expect([path, status, headers.get('ratelimit-limit')]).toEqual([path, 200, null]);
  }
});
