import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdmin } from '../../scripts/admin/create.ts';
import { grant } from '../../scripts/admin/grant.ts';
import { rotateKeys } from '../../scripts/admin/rotateKeys.ts';
import { storesOf } from '../http/adminStores.ts';
import { type LiveApp, query, signIn, startApp } from '../http/liveApp.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

interface Said {
  code: number;
  out: string;
  err: string;
}

function admin(...words: string[]): Promise<Said> {
  // As in the shell of a cluster's operator: a command is no member, and needs no address of its own.
  const env = { ...process.env, DATABASE_URL: app.database.url, REDIS_URL: 'redis://127.0.0.1:1' };
  return new Promise((resolve) =>
    execFile(process.execPath, ['scripts/admin.ts', ...words], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    ),
  );
}

const logIn = (nickname: string, password: string) =>
  app.call('POST', '/api/auth/login', { body: { nickname, password } });
const passwordIn = ({ out }: Said) => /: (\w{24})\n$/.exec(out)![1]!;

test('create makes an admin; once more, another password; of a player, an admin whose sessions have ended', async () => {
  const made = await admin('create', 'Root');
  expect(made).toMatchObject({ code: 0, err: '' });
  const { body } = await logIn('Root', passwordIn(made));
  expect(body.player).toMatchObject({ nickname: 'Root', role: 'admin' });
  expect((await app.call('GET', '/api/admin/queue', { token: body.accessToken })).status).toBe(200);

  const guest = await signIn(app, { nickname: 'Mod', ageConfirmed: true });
  const promoted = await admin('create', 'mod');
  app.auth.sessions.forget(guest.player.id);
  expect((await app.call('GET', '/api/me', { token: guest.accessToken })).status).toBe(401);
  expect((await app.call('POST', '/api/auth/refresh', { body: guest })).status).toBe(401);
  const again = await logIn('Mod', passwordIn(promoted));
  expect(again.body.player).toEqual({ ...guest.player, role: 'admin' });
});

test('grant gives through the ledger, once a call', async () => {
  const { player, accessToken } = await signIn(app, { nickname: 'Rich', ageConfirmed: true });
  expect(await admin('grant', 'rich', '250', 'gems')).toMatchObject({ code: 0, err: '' });
  const { body } = await app.call('GET', '/api/me/transfers', { token: accessToken });
  expect(body.items).toContainEqual(
    expect.objectContaining({
      kind: 'grant.admin',
      amountCoins: 250,
      balanceAfterCoins: 250,
      currency: 'gems',
    }),
  );
  expect(await app.database.identity.balances(player)).toMatchObject({ gems: 250 });
});

test('rotate-keys gives each key a successor, without touching the old ones', async () => {
  const before = await app.database.keys.keys();
  expect(await rotateKeys(storesOf(app))).toMatch(/^2 keys are made/);
  const after = await app.database.keys.keys();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(
    after
      .slice(before.length)
      .map(({ purpose }) => purpose)
      .sort(),
  ).toEqual(['access', 'receipt']);
});

test('what a command did is in the audit: asked before, done after', async () => {
  const lines = await query<{ action: string; outcome: string }>(
    app,
    'select action, outcome from audit order by id',
  );
  for (const action of ['shell.createAdmin', 'shell.grant', 'shell.rotateKeys']) {
    const outcomes = lines.filter((line) => line.action === action).map(({ outcome }) => outcome);
    expect(outcomes.slice(0, 2), action).toEqual(['asked', 'done']);
  }
});

test('what is no command is refused with one line that names them', async () => {
  const said = await admin('drop', 'everything');
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err).toMatch(/^admin: say one of\n.*-- create NICKNAME\n.*-- grant NICKNAME AMOUNT/);
});

test.each([
  ['create', createAdmin, ['<b>'], 'a nickname must be'],
  ['grant', grant, ['Nobody', '1', 'coins'], 'no player Nobody'],
  ['grant', grant, ['Root', '-1', 'coins'], 'AMOUNT'],
  ['grant', grant, ['Root', '1e3', 'coins'], 'AMOUNT'],
  ['grant', grant, ['Root', '1000000000001', 'coins'], 'AMOUNT'],
  ['grant', grant, ['Root', '1', 'dollars'], 'CURRENCY'],
])('%s refuses what is wrong: %$', async (_name, run, words, line) => {
  await expect(run(storesOf(app), words)).rejects.toThrow(line);
});
