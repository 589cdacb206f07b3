import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

const make = (nickname: string, id: string = randomUUID()) =>
  db.identity.createPlayer({ id, nickname, bot: false, ageConfirmed: true });

describe('players', () => {
  test('come with an empty account in each currency', async () => {
    const player = await make('Ann');
    expect(player).toMatchObject({
      nickname: 'Ann',
      rank: 'STANDARD',
      role: 'player',
      bot: false,
      tokenVersion: 0,
      bannedUntilMs: null,
    });
    expect(Math.abs(player.createdAtMs - (await db.nowMs()))).toBeLessThan(60_000);
    expect(new Set(Object.values(player.accounts)).size).toBe(3);
    expect(Object.values(player.accounts).every((id) => id >= 1000)).toBe(true);
    expect(await db.identity.balances(player)).toEqual({ coins: 0, credits: 0, gems: 0 });
    expect(await db.identity.player(player.id)).toEqual(player);
    expect(await db.identity.player(randomUUID())).toBeNull();
  });

  test('a taken nickname gets a suffix, in whatever case it was taken', async () => {
    const made = await Promise.all([make('Bob'), make('bob'), make('BOB'), make('Bob')]);
    expect(new Set(made.map(({ nickname }) => nickname.toLowerCase())).size).toBe(4);
    expect(made.every(({ nickname }) => /^bob(-[0-9a-f]{4})?$/i.test(nickname))).toBe(true);
  });

  test('making the same player twice fails, and leaves the first as it was', async () => {
    const player = await make('Cleo');
    await expect(make('Dora', player.id)).rejects.toThrow();
    expect(await db.identity.player(player.id)).toEqual(player);
  });
});

describe('refresh tokens', () => {
  const token = (playerId: string, tokenHash: string, livesMs = 60_000) =>
    db
      .nowMs()
      .then((nowMs) => ({ tokenHash, familyId: randomUUID(), playerId, expiresAtMs: nowMs + livesMs }));
  const next = async (tokenHash: string) => ({ tokenHash, expiresAtMs: (await db.nowMs()) + 60_000 });
  const refused = { ok: false, error: { code: 'unauthorized' } };

  test('each use spends a token and issues the next', async () => {
    const player = await make('Eve');
    await db.identity.saveRefreshToken(await token(player.id, 'e1'));
    expect(await db.identity.rotateRefreshToken('e1', await next('e2'))).toEqual({ ok: true, value: player });
    expect(await db.identity.rotateRefreshToken('e2', await next('e3'))).toEqual({ ok: true, value: player });
  });

  test('a token used twice ends its whole family, and no other', async () => {
    const player = await make('Finn');
    await db.identity.saveRefreshToken(await token(player.id, 'f1'));
    await db.identity.saveRefreshToken(await token(player.id, 'other'));
    const both = await Promise.all([
      db.identity.rotateRefreshToken('f1', await next('f2')),
      db.identity.rotateRefreshToken('f1', await next('f2b')),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await db.identity.rotateRefreshToken('f2', await next('f3'))).toMatchObject(refused);
    expect(await db.identity.rotateRefreshToken('f2b', await next('f3'))).toMatchObject(refused);
    expect(await db.identity.rotateRefreshToken('other', await next('o2'))).toMatchObject({ ok: true });
  });

  test('unknown and expired ones are refused', async () => {
    const player = await make('Gus');
    await db.identity.saveRefreshToken(await token(player.id, 'g1', -1));
    expect(await db.identity.rotateRefreshToken('g1', await next('g2'))).toMatchObject(refused);
    expect(await db.identity.rotateRefreshToken('never', await next('n2'))).toMatchObject(refused);
  });
});
