import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOGIN_LOCK_MS, MOST_LOGIN_FAILURES } from '../../domain/identity/credentials.ts';
import { createAdmin } from '../../scripts/admin/create.ts';
import { ARGON2, NOBODYS_HASH } from '../../server/auth/argon2.ts';
import { createLane } from '../../server/auth/lane.ts';
import { logIn as logInWith } from '../../server/auth/login.ts';
import { createPasswords } from '../../server/auth/passwords.ts';
import { createLogger } from '../../server/logger.ts';
import { storesOf } from './adminStores.ts';
import { type Answer, type LiveApp, query, refusalOf, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const WRONG = 'not the password';
const logIn = (nickname: unknown, password: unknown, headers: Record<string, string> = {}) =>
  app.call('POST', '/api/auth/login', { body: { nickname, password }, headers });

/** An account with a password, which is answered. */
async function withPassword(nickname: string): Promise<string> {
  const said = await createAdmin(storesOf(app), [nickname]);
  return said.split(' ').at(-1)!;
}

async function fail(nickname: string, times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let each = 0; each < times; each += 1) answers.push(await logIn(nickname, WRONG));
  return answers;
}

describe('a log-in', () => {
  test('answers a session of the account, however its name is written', async () => {
    const password = await withPassword('Ada Lovelace');
    const { status, body, headers } = await logIn(' ＡDA  lovelace ', password);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.player).toMatchObject({ nickname: 'Ada Lovelace', role: 'admin' });
    const { body: me } = await app.call('GET', '/api/me', { token: body.accessToken });
    expect(me.player).toEqual(body.player);
    expect((await app.call('POST', '/api/auth/refresh', { body })).status).toBe(200);
  });

  test('says the same to a wrong password, an unknown name and an account without a password', async () => {
    await withPassword('Bea');
    const { player } = await signIn(app, { nickname: 'Guest of honour' });
    const answers = await Promise.all(
      ['Bea', 'Nobody at all', player.nickname].map((name) => logIn(name, WRONG)),
    );
    for (const answer of answers) {
      expect(refusalOf(answer)).toEqual([401, 'unauthorized']);
      expect(answer.body).toEqual(answers[0]!.body);
    }
  });

  test('verifies as costly a hash where there is none', async () => {
    const passwords = createPasswords({ threads: 1 });
    const made = await passwords.hash(WRONG);
    const costOf = (hash: string) => hash.split('$').slice(0, 4).join('$');
    expect(made.ok && costOf(made.value)).toBe(costOf(NOBODYS_HASH));
    const { memoryCost, timeCost, parallelism } = ARGON2;
    expect(costOf(NOBODYS_HASH)).toBe(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}`);
    expect(await passwords.verify(WRONG, null)).toEqual({ ok: true, value: false });
    expect(made.ok && (await passwords.verify(WRONG, made.value))).toEqual({ ok: true, value: true });
    await passwords.close();
  });

  test('of a banned player is forbidden, with the right password only', async () => {
    const password = await withPassword('Cato');
    const until = app.nowMs() + 60_000;
    await query(app, `update player set banned_until_ms = $1 where nickname = 'Cato'`, [until]);
    expect(refusalOf(await logIn('Cato', WRONG))).toEqual([401, 'unauthorized']);
    const answer = await logIn('Cato', password);
    expect(refusalOf(answer)).toEqual([403, 'forbidden']);
    expect(answer.body.error.details).toEqual({ bannedUntilMs: until });
  });

  test.each([
    ['no name', undefined, WRONG, 'nickname'],
    ['a name that is a list', ['Ada'], WRONG, 'nickname'],
    ['no password', 'Ada', undefined, 'password'],
    ['a password that is an operator', 'Ada', { $ne: '' }, 'password'],
    ['a password without end', 'Ada', 'x'.repeat(257), 'password'],
  ])('with %s is refused, naming the field', async (_name, nickname, password, field) => {
    const answer = await logIn(nickname, password);
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details.field).toBe(field);
  });

  test('leaves no password in the log', async () => {
    await logIn('Ada Lovelace', 'sesame-in-the-log');
    expect(app.logs.join('')).toContain('a log-in failed');
    expect(app.logs.join('')).not.toContain('sesame');
  });
});

describe('the lock', () => {
  test('closes after five failures, to the right password too, and says for how long', async () => {
    const password = await withPassword('Dora');
    const failures = await fail('Dora', MOST_LOGIN_FAILURES);
    expect(failures.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const locked = await logIn('DORA', password);
    expect(refusalOf(locked)).toEqual([429, 'locked_out']);
    const { retryAfterMs, retryAfterSeconds } = locked.body.error.details;
    expect(retryAfterMs).toBeGreaterThan(LOGIN_LOCK_MS - 60_000);
    expect(retryAfterMs).toBeLessThanOrEqual(LOGIN_LOCK_MS);
    expect(retryAfterSeconds).toBe(Math.ceil(retryAfterMs / 1_000));
    expect(locked.headers.get('retry-after')).toBe(String(retryAfterSeconds));
  });

  test('is the same for a name that nobody has', async () => {
    await fail('Nobody of that name', MOST_LOGIN_FAILURES);
    expect(refusalOf(await logIn('Nobody of that name', WRONG))).toEqual([429, 'locked_out']);
  });

  test('holds against many at once, and against an address that the client made up', async () => {
    const password = await withPassword('Eve');
    const spoofed = (each: number) => ({
      'x-forwarded-for': `10.0.0.${each}`,
      'x-real-ip': `10.0.1.${each}`,
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, each) => logIn('Eve', WRONG, spoofed(each))),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(MOST_LOGIN_FAILURES);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(12 - MOST_LOGIN_FAILURES);
    expect((await logIn('Eve', password, spoofed(99))).status).toBe(429);
  });

  test('ends by itself; further tries do not put that off', async () => {
    const password = await withPassword('Finn');
    await fail('Finn', MOST_LOGIN_FAILURES + 2);
    const age = (ms: number) => query(app, 'update login_attempt set last_at_ms = last_at_ms - $1', [ms]);
    await age(LOGIN_LOCK_MS - 60_000);
    const { body } = await logIn('Finn', password);
    expect(body.error.details.retryAfterMs).toBeLessThanOrEqual(60_000);
    await age(60_000);
    expect((await logIn('Finn', password)).status).toBe(200);
  });

  test('opens with a success: four failures are forgotten', async () => {
    const password = await withPassword('Gil');
    for (const _round of [1, 2]) {
      await fail('Gil', MOST_LOGIN_FAILURES - 1);
      expect((await logIn('Gil', password)).status).toBe(200);
    }
  });

  test('stands in the database: every member of a cluster knows it, and nobody can read whom it is about', async () => {
    const other = await app.database.another();
    const pair = 'a pair';
    for (let each = 1; each <= MOST_LOGIN_FAILURES; each += 1) {
      const store = each % 2 === 0 ? other.credentials : app.database.credentials;
      expect(await store.countLogin(pair)).toBe(0);
    }
    expect(await other.credentials.countLogin(pair)).toBeGreaterThan(0);
    await other.credentials.forgetLogins(pair);
    expect(await app.database.credentials.countLogin(pair)).toBe(0);
    const rows = await query<{ pair: string }>(app, 'select pair from login_attempt');
    for (const row of rows) expect(row.pair).toMatch(/^([0-9a-f]{64}|a pair)$/);
  });

  test('is dropped from the database once it says nothing any more', async () => {
    await fail('Hal', 1);
    await query(app, 'update login_attempt set last_at_ms = last_at_ms - $1', [LOGIN_LOCK_MS]);
    await fail('Ida', 1);
    expect(await app.database.credentials.purgeLogins()).toBeGreaterThan(0);
    expect(await query(app, 'select 1 from login_attempt')).toHaveLength(1);
  });
});

test('too many at once are told to come back, and none is counted that never came to its password', async () => {
  const passwords = createPasswords({ threads: 1, mostWaiting: 2 });
  // All six are looked up before the first of them finds that two wait already.
  const lane = createLane(6);
  const clock = { nowMs: app.nowMs };
  const deps = { ...app.database, passwords, lane, clock, logger: createLogger('silent') };
  const names = Array.from({ length: 6 }, (_, each) => `Nobody ${each}`);
  const answers = await Promise.all(
    names.map((nickname) => logInWith(deps, { nickname, password: WRONG }, 'here')),
  );
  await passwords.close();
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(new Set(codes)).toEqual(new Set(['unauthorized', 'busy']));
  const busy = codes.flatMap((code, index) => (code === 'busy' ? [pairOf(names[index]!, 'here')] : []));
  const rows = await query(app, 'select attempts from login_attempt where pair = any($1)', [busy]);
  expect(rows).toEqual(busy.map(() => ({ attempts: 0 })));
});

test('of more than are looked up at once, those who would wait too long are told without a look', async () => {
  const passwords = createPasswords({ threads: 1, mostWaiting: 1 });
  const asked: string[] = [];
  const credentials = {
    ...app.database.credentials,
    countLogin: (pair: string) => {
      asked.push(pair);
      return app.database.credentials.countLogin(pair);
    },
  };
  const clock = { nowMs: app.nowMs };
  const deps = { credentials, passwords, lane: createLane(1), clock, logger: createLogger('silent') };
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, each) =>
      logInWith(deps, { nickname: `Stranger ${each}`, password: WRONG }, 'there'),
    ),
  );
  await passwords.close();
  const refused = answers.filter((answer) => !answer.ok && answer.error.code === 'unauthorized');
  expect(answers.filter(({ ok }) => ok)).toEqual([]);
  expect(refused.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(40);
});

function pairOf(name: string, address: string): string {
  return createHash('sha256').update(`${name.toLowerCase()}\n${address}`).digest('hex');
}
