import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';
import { loadableKinds } from './transports.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp((await loadableKinds())[0]);
});
afterAll(() => app.stop());

const PASSWORD = 'correct horse battery';
const signUp = (body: object, token?: string) =>
  app.call('POST', '/api/auth/signup', {
    body: { password: PASSWORD, inviteCode: '5858', ...body },
    ...(token === undefined ? {} : { token }),
  });
const logIn = (nickname: string, password = PASSWORD) =>
  app.call('POST', '/api/auth/login', { body: { nickname, password } });

async function invite(limits: { expiresAtMs?: number | null; maxUses?: number | null }): Promise<string> {
  const wish = {
    code: `code-${randomUUID().slice(0, 8)}`,
    createdBy: randomUUID(),
    expiresAtMs: null,
    maxUses: null,
  };
  return (await app.database.invites.create({ ...wish, ...limits }))!.code;
}

describe('signing up', () => {
  test('makes an account with the welcome grant, that can log in', async () => {
    const { status, body, headers } = await signUp({ nickname: 'Ada', ageConfirmed: true });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.player).toMatchObject({ nickname: 'Ada', role: 'player', rank: 'STANDARD' });
    const me = await app.call('GET', '/api/me', { token: body.accessToken });
    expect(me.body.balances).toMatchObject({ coins: 100_000, credits: 10 });
    expect((await logIn('ada')).body.player).toEqual(body.player);
    const player = { id: body.player.id, nickname: 'Ada' };
    expect(app.told.filter(({ topic }) => topic === 'signin')).toMatchObject([
      { type: 'signin.signup', player },
      { type: 'signin.login', player },
    ]);
    // What came to nothing is no sign-in.
    await logIn('ada', 'wrong horse battery');
    expect(app.told.filter(({ topic }) => topic === 'signin')).toHaveLength(2);
  });

  test('with a guest’s token keeps account, balances, history and session; the old refresh token is void', async () => {
    const guest = await signIn(app);
    await app.call('POST', '/api/me/daily', { token: guest.accessToken });
    const { body } = await signUp({ nickname: 'Bea' }, guest.accessToken);
    expect(body.player).toEqual({ ...guest.player, nickname: 'Bea' });
    for (const token of [body.accessToken, guest.accessToken]) {
      const me = await app.call('GET', '/api/me', { token });
      expect(me.body.balances).toMatchObject({ coins: 110_000, credits: 13 });
    }
    const refresh = (session: SignedIn) =>
      app.call('POST', '/api/auth/refresh', { body: { refreshToken: session.refreshToken } });
    expect(refusalOf(await refresh(guest))).toEqual([401, 'unauthorized']);
    expect((await refresh(body)).status).toBe(200);
    expect((await logIn('Bea')).body.player.id).toBe(guest.player.id);
    const again = await signUp({ nickname: 'Bea 2' }, body.accessToken);
    expect(refusalOf(again)).toEqual([403, 'forbidden']);
    expect(again.body.error.details.reason).toBe('registered');
  });

  test('with a token that is none of ours is refused, and makes no account', async () => {
    expect(refusalOf(await signUp({ nickname: 'Nobody' }, 'a.b.c'))).toEqual([401, 'unauthorized']);
    expect(await query(app, `select 1 from player where nickname = 'Nobody'`)).toEqual([]);
  });

  test('of two that want one name at once one gets it; a refused one uses no code', async () => {
    const code = await invite({ maxUses: 2 });
    const answers = await Promise.all([1, 2].map(() => signUp({ nickname: 'Twin', inviteCode: code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await query(app, 'select uses from invite where code = $1', [code])).toEqual([{ uses: 1 }]);
  });

  test('the password is hashed with the spelling that a keyboard may change', async () => {
    await signUp({ nickname: 'Cleo', password: 'cafe\u0301 society' });
    expect((await logIn('Cleo', 'caf\u00e9 society')).status).toBe(200);
  });
});

describe('what is refused names its field and the reason', () => {
  beforeAll(async () => {
    await signUp({ nickname: 'Mallory' });
  });

  test.each<[string, object, string, string | undefined]>([
    ['a name of one letter', { nickname: 'A' }, 'nickname', undefined],
    ['SQL as a name', { nickname: `x'; drop table player; --` }, 'nickname', undefined],
    ['markup as a name', { nickname: '<img src=x onerror=alert(1)>' }, 'nickname', undefined],
    ['an object as a name', { nickname: { $gt: '' } }, 'nickname', undefined],
    ['a null byte in a name', { nickname: 'Mal\u0000lory' }, 'nickname', undefined],
    ['a line break in a name', { nickname: 'Mal\nlory' }, 'nickname', undefined],
    ['writing from right to left forced', { nickname: '\u202Eyrollam' }, 'nickname', undefined],
    ['an invisible letter in a name', { nickname: 'Mal\u200Blory' }, 'nickname', undefined],
    ['a Hangul filler as a name', { nickname: '\u3164\u3164' }, 'nickname', undefined],
    ['a taken name', { nickname: 'Mallory' }, 'nickname', 'taken'],
    ['a taken name in capitals', { nickname: 'MALLORY' }, 'nickname', 'taken'],
    ['a taken name in wide letters', { nickname: 'Ｍａｌｌｏｒｙ' }, 'nickname', 'taken'],
    ['a taken name with Cyrillic letters', { nickname: 'Маllоrу' }, 'nickname', 'taken'],
    ['a taken name with a digit for a letter', { nickname: 'Ma1lory' }, 'nickname', 'taken'],
    ['a short password', { password: 'sh0rt!!' }, 'password', 'too_short'],
    ['four emoji for eight', { password: '😀😀😀😀' }, 'password', 'too_short'],
    ['a common password', { password: 'sunshine' }, 'password', 'too_common'],
    ['a common password in capitals', { password: 'PASSWORD1' }, 'password', 'too_common'],
    ['the name as password', { nickname: 'Eve Online', password: 'eve online' }, 'password', 'like_the_name'],
    ['a password without end', { password: 'x'.repeat(257) }, 'password', undefined],
    ['a number as password', { password: 12345678 }, 'password', undefined],
    ['no code', { inviteCode: undefined }, 'inviteCode', undefined],
    ['a code that is none', { inviteCode: 'nonsense' }, 'inviteCode', 'unknown'],
    ['a code with a quote', { inviteCode: `5858' or '1'='1` }, 'inviteCode', undefined],
  ])('%s', async (_name, body, field, reason) => {
    const answer = await signUp({ nickname: 'Newcomer', ...body });
    expect(refusalOf(answer)).toEqual([422, 'invalid_request']);
    expect(answer.body.error.details).toMatchObject({ field, problem: expect.any(String) });
    expect(answer.body.error.details.reason).toBe(reason);
  });

  test('a name of a megabyte is not even read', async () => {
    const answer = await signUp({ nickname: 'x'.repeat(2 ** 20) }).catch(() => null);
    // The socket may be closed while the client still writes.
    if (answer !== null) expect(refusalOf(answer)).toEqual([413, 'payload_too_large']);
    expect(await query(app, 'select 1 from player where length(nickname) > 60')).toEqual([]);
  });
});

describe('invite codes', () => {
  const state = async (code: string) => (await app.call('GET', `/api/invites/${code}`)).body;

  test('are valid, expired, used up or unknown; each use counts, and no more get in at once than may', async () => {
    const code = await invite({ maxUses: 2 });
    expect(await state(code)).toEqual({ code, state: 'valid' });
    const answers = await Promise.all(
      ['Uma', 'Vic', 'Wim'].map((nickname) => signUp({ nickname, inviteCode: code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422]);
    const refused = answers.find(({ status }) => status === 422)!;
    expect(refused.body.error.details).toMatchObject({ field: 'inviteCode', reason: 'used_up' });
    expect((await state(code)).state).toBe('used_up');
    expect((await state('5858')).state).toBe('valid');
    expect((await state('nothing')).state).toBe('unknown');
    const late = await invite({ expiresAtMs: app.nowMs() - 1 });
    expect((await state(late)).state).toBe('expired');
    expect((await signUp({ nickname: 'Xeno', inviteCode: late })).body.error.details.reason).toBe('expired');
  });

  test('are made and listed by admins, and audited', async () => {
    const admin = await signIn(app);
    await query(app, `update player set role = 'admin' where id = $1`, [admin.player.id]);
    app.auth.sessions.forget(admin.player.id);
    const call = (method: string, body?: object) =>
      app.call(method, '/api/admin/invites', { token: admin.accessToken, ...(body && { body }) });
    const expiresAtMs = app.nowMs() + 60_000;
    const made = await call('POST', { expiresAtMs, maxUses: 5 });
    expect(made.body).toMatchObject({ createdBy: admin.player.id, expiresAtMs, maxUses: 5, uses: 0 });
    expect(await state(made.body.code)).toMatchObject({ state: 'valid' });
    expect((await call('GET')).body.items[0]).toEqual(made.body);
    for (const wish of [{ code: made.body.code }, { code: '5858' }, { expiresAtMs: 1 }]) {
      expect(refusalOf(await call('POST', wish))).toEqual([422, 'invalid_request']);
    }
    const lines = await query(
      app,
      `select outcome from audit where action = 'invites.create' and target = $1 order by id`,
      [made.body.code],
    );
    expect(lines).toContainEqual({ outcome: 'done' });
  });
});
