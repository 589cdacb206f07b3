import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../db/open.ts';
import { canonicalJson, type JsonValue } from '../../domain/canonicalJson.ts';
import { oddsHash } from '../../domain/games/odds.ts';
import rps from '../../domain/rps/rps.data.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { CrashTable, value } from './crashTable.ts';
import { playGame } from './playedGames.ts';

let db: TestDatabase;
let other: Database;
let table: CrashTable;

beforeAll(async () => {
  db = await openTestDatabase();
  other = await db.another();
  table = await CrashTable.own(db, 'main');
});
afterAll(() => db.dispose());

/** Puts a document there as a game does. */
async function put(ownerId: string, scope: string, state: JsonValue, dueAtMs: number | null = null) {
  const after = canonicalJson(state);
  await playGame(db, await table.player(), {
    ...{ game: 'slots', variant: 'neon3', betCoins: 100, payoutCoins: 0 },
    states: [{ ownerId, scope, before: null, after, dueAtMs }],
  });
  return after;
}

describe('documents', () => {
  test('[GM7] come back as canonical JSON, those asked for and no others', async () => {
    const owner = randomUUID();
    const document = {
      used: 2,
      day: '2026-11-21',
      recent: ['b', 'a'],
      pity: 89,
      nested: { z: 1.5, aa: null },
    };
    const pity = await put(owner, 'gacha/starlight', document);
    const streak = await put(owner, 'slots/neon3/100', { streak: 3 });
    await put(owner, 'slots/neon3/200', { streak: 1 });
    await put(randomUUID(), 'slots/neon3/100', { streak: 9 });
    const asked = ['gacha/starlight', 'slots/neon3/100', 'slots/none/100'];
    expect(value(await other.games.states(owner, asked))).toEqual(
      new Map([
        ['gacha/starlight', pity],
        ['slots/neon3/100', streak],
      ]),
    );
  });

  test('[GM7] are changed only from what is expected, by one of many at once', async () => {
    const [owner, scope] = [randomUUID(), 'rps_match'];
    const before = await put(owner, scope, { phase: 'waiting', players: [] });
    const changes = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 ? db : other).games.change(owner, scope, before, canonicalJson({ winner: n }), null),
      ),
    );
    expect(changes.filter(({ ok }) => ok)).toHaveLength(1);
    for (const change of changes) {
      if (!change.ok) expect(change.error.code).toBe('outdated');
    }
    const winner = changes.findIndex(({ ok }) => ok);
    expect(value(await db.games.states(owner, [scope])).get(scope)).toBe(`{"winner":${winner}}`);
    expect(await db.games.change(randomUUID(), scope, before, before, null)).toMatchObject({
      error: { code: 'outdated' },
    });
  });

  test('[GM7] what is due is found oldest first, until it is put off or done with', async () => {
    const scope = `due ${randomUUID()}`;
    const owners = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const dues = [300, 100, 200, null];
    const states: string[] = [];
    for (const [n, owner] of owners.entries()) states.push(await put(owner, scope, { n }, dues[n]!));
    const due = async (byMs: number) => value(await db.games.due(scope, byMs)).map(({ state }) => state);
    expect(await due(99)).toEqual([]);
    expect(await due(200)).toEqual([states[1], states[2]]);
    expect(await due(1e12)).toEqual([states[1], states[2], states[0]]);
    value(await db.games.change(owners[1]!, scope, states[1]!, '{"n":11}', 250));
    value(await db.games.change(owners[2]!, scope, states[2]!, '{"n":12}', null));
    expect(await due(1e12)).toEqual(['{"n":11}', states[0]]);
  });

  test('[GM8] stock is put there once, whoever starts first; what was taken stays taken', async () => {
    const banner = randomUUID();
    const items = [
      { item: 'sword', left: 50 },
      { item: 'crown', left: 5 },
    ];
    const both = [db.games.ensureStock(banner, items), other.games.ensureStock(banner, items.toReversed())];
    for (const ensured of await Promise.all(both)) value(ensured);
    await db.pool.query('update gacha_stock set remaining = 3 where banner = $1 and item = $2', [
      banner,
      'crown',
    ]);
    value(await db.games.ensureStock(banner, [...items, { item: 'ring', left: 7 }]));
    expect(Object.fromEntries(value(await other.games.stock(banner)))).toEqual({
      sword: 50,
      crown: 3,
      ring: 7,
    });
    expect(value(await db.games.stock('none')).size).toBe(0);
  });

  test('[GM9] an odds table is kept for ever, and its hash is still that of what comes back', async () => {
    const changed = { ...rps, game: 'rps' as const, note: ['z', { b: 1.5, a: '\u00e9' }] };
    const tables = [rps, changed].map((odds) => ({ odds: odds as JsonValue, oddsHash: oddsHash(odds) }));
    await Promise.all([db.oddsTables.keep(tables), other.oddsTables.keep(tables.toReversed())]);
    await db.oddsTables.keep(tables.slice(0, 1));
    for (const { odds, oddsHash: hash } of tables) {
      const kept = await other.oddsTables.byHash(hash);
      expect(kept).toEqual(odds);
      expect(oddsHash(kept!)).toBe(hash);
    }
    expect(await db.oddsTables.byHash('ab'.repeat(32))).toBeNull();
  });
});
