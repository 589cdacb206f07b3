import { EventEmitter } from 'node:events';
import type { RegisteredHandler } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBus } from '../../db/bus.ts';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { createSignOuts } from '../../server/auth/signOuts.ts';
import { createLogger } from '../../server/logger.ts';
import { type LiveApp, query, refusalOf, type SignedIn, signIn, startApp } from './liveApp.ts';

let app: LiveApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const as = (session: SignedIn) => ({ token: session.accessToken });
const status = async (session: SignedIn) => (await app.call('GET', '/api/me', as(session))).status;
const refresh = (session: SignedIn) =>
  app.call('POST', '/api/auth/refresh', { body: { refreshToken: session.refreshToken } });

/** A further session of the same player. */
async function elsewhere(session: SignedIn, userAgent = 'elsewhere'): Promise<SignedIn> {
  const player = (await app.database.identity.player(session.player.id))!;
  return app.auth.sessions.issueSession(player, userAgent);
}

describe('logging out', () => {
  test('ends this session at once, access and refresh token, and no other', async () => {
    const here = await signIn(app);
    const there = await elsewhere(here);
    expect(await app.call('POST', '/api/auth/logout', as(here))).toMatchObject({
      status: 200,
      body: { ended: 1 },
    });
    expect(await status(here)).toBe(401);
    expect(refusalOf(await refresh(here))).toEqual([401, 'unauthorized']);
    expect(await status(there)).toBe(200);
    expect((await refresh(there)).status).toBe(200);
  });

  test('everywhere ends all of them, and nobody else’s', async () => {
    const [here, stranger] = [await signIn(app), await signIn(app)];
    const there = await elsewhere(here);
    const answer = await app.call('POST', '/api/auth/logout-all', as(here));
    expect(answer.body).toEqual({ ended: 2 });
    for (const session of [here, there]) {
      expect(await status(session)).toBe(401);
      expect((await refresh(session)).status).toBe(401);
    }
    expect(await status(stranger)).toBe(200);
  });
});

describe('sessions', () => {
  const list = async (session: SignedIn) =>
    (await app.call('GET', '/api/auth/sessions', as(session))).body.items;

  test('are listed with their device, the one that asks is marked; one can be ended', async () => {
    const { body: here } = await app.call('POST', '/api/auth/guest', {
      body: { ageConfirmed: true },
      headers: { 'user-agent': 'Firefox on a phone' },
    });
    const there = await elsewhere(here, 'x'.repeat(1_000));
    const items = await list(here);
    expect(items).toHaveLength(2);
    expect(items.find(({ current }: { current: boolean }) => current)).toMatchObject({
      userAgent: 'Firefox on a phone',
      createdAtMs: expect.any(Number),
      lastUsedAtMs: expect.any(Number),
    });
    const other = items.find(({ current }: { current: boolean }) => !current);
    expect(other.userAgent).toHaveLength(300);
    const end = (session: SignedIn) =>
      app.call('DELETE', `/api/auth/sessions/${other.sessionId}`, as(session));
    expect(refusalOf(await end(await signIn(app)))).toEqual([404, 'not_found']);
    expect((await end(here)).body).toEqual({ ended: 1 });
    expect(await status(there)).toBe(401);
    expect(await list(here)).toHaveLength(1);
  });

  test('are three at most: one more ends the oldest', async () => {
    const first = await signIn(app);
    const more = [await elsewhere(first), await elsewhere(first), await elsewhere(first)];
    expect(await status(first)).toBe(401);
    for (const session of more) expect(await status(session)).toBe(200);
    const many = await Promise.all([elsewhere(first), elsewhere(first), elsewhere(first), elsewhere(first)]);
    const good = await Promise.all([...more, ...many].map(status));
    expect(good.filter((each) => each === 200)).toHaveLength(3);
  });

  test('that have expired are dropped with their tokens', async () => {
    const { player } = await signIn(app);
    await query(app, 'update login set expires_at_ms = 1 where player_id = $1', [player.id]);
    expect(await app.database.logins.purge()).toBe(1);
    const left = 'select 1 from refresh_token t join login l on l.id = t.login_id where l.player_id = $1';
    expect(await query(app, left, [player.id])).toEqual([]);
  });
});

describe('sockets of a session that has ended', () => {
  /** A member of the cluster with one room, in which these log-ins sit. */
  async function member(loginIds: string[]) {
    const bus = await openBus({ url: app.database.url, memberId: crypto.randomUUID(), onError: () => {} });
    const signOuts = createSignOuts({ bus, logins: app.database.logins, logger: createLogger('silent') });
    const closed: [string, number][] = [];
    const clients = loginIds.map((loginId) => ({
      auth: { player: { loginId } },
      leave: (code: number) => void closed.push([loginId, code]),
    }));
    const handler = new EventEmitter() as RegisteredHandler;
    signOuts.attend(handler);
    handler.emit('create', { clients: [...clients, { auth: { player: null } }] });
    return { closed, signOuts, close: () => bus.close() };
  }

  test('are closed here and on every other member, others stay', async () => {
    const [mine, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const here = await member([mine, other]);
    const there = await member([other, mine]);
    const changed = new Promise((resolve) => there.signOuts.onChange(resolve));
    const playerId = crypto.randomUUID();
    here.signOuts.ended(playerId, [mine]);
    expect(here.closed).toEqual([[mine, CLOSE_CODES.signedOut]]);
    expect(await changed).toBe(playerId);
    await expect.poll(() => there.closed).toEqual([[mine, CLOSE_CODES.signedOut]]);
    for (const each of [here, there]) {
      each.signOuts.stop();
      await each.close();
    }
  });
});
