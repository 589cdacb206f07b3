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

  test('a nickname that looks like a taken one gets a suffix too', async () => {
    await make('Paypal.m');
    for (const alike of ['РаураӀ.m', 'PAYPAL.M', 'PaypaI.rn']) {
      expect((await make(alike)).nickname).toMatch(/-[0-9a-f]{4}$/);
    }
    expect((await make('Paypal.n')).nickname).toBe('Paypal.n');
    expect((await make('한글')).nickname).toBe('한글');
  });

  test('making the same player twice fails, and leaves the first as it was', async () => {
    const player = await make('Cleo');
    await expect(make('Dora', player.id)).rejects.toThrow();
    expect(await db.identity.player(player.id)).toEqual(player);
  });
});
