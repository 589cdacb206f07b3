import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiveApp, refusalOf, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

const DAY_MS = 86_400_000;

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const me = (token: string) => app.call('GET', '/api/me', { token });

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
    return (await signIn(app)).accessToken;
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
    expect(app.told.filter(({ type }) => type === 'grant.daily').map(({ data }) => data)).toEqual([
      { amount: 10_000, currency: 'coins' },
      { amount: 3, currency: 'credits' },
    ]);
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
