import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUnavailable, StoreUnavailableError } from '../../db/storeUnavailable.ts';
import { DEFAULT_TABLES } from '../../domain/crash/tables.data.ts';
import { createClock } from '../../server/clock.ts';
import { createEntropy } from '../../server/entropy.ts';
import { createSeeds } from '../../server/seeds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

/** The real store, whose inserts fail as long as `away` says so. */
function seedsOf(table: string, chainLength: number) {
  const store = { away: false };
  const warnings: object[] = [];
  const seeds = createSeeds({
    chains: {
      ...db.chains,
      insert: async (...chain) => {
        if (store.away) throw new StoreUnavailableError('away');
        return db.chains.insert(...chain);
      },
    },
    tables: [{ ...DEFAULT_TABLES[0]!, table }],
    chainLength,
    randomHex: createEntropy(createClock()).randomHex,
    isOutage: isUnavailable,
    log: { info() {}, error() {}, warn: (bindings) => void warnings.push(bindings) },
  });
  const chains = async () =>
    (await db.chains.chains(table)).map(({ firstGame, status }) => [firstGame, status]);
  return { seeds, store, warnings, chains };
}

test('the last game of a chain waits until the next chain is announced, and the switch follows it', async () => {
  const { seeds, store, warnings, chains } = seedsOf('main', 2_000);
  expect(await seeds.chainOf('main', 1)).toMatchObject({ ok: true, value: { firstGame: 1 } });
  store.away = true;
  for (const game of [1_002, 1_500, 1_999]) {
    expect(await seeds.chainOf('main', game)).toMatchObject({ ok: true, value: { firstGame: 1 } });
  }
  const unavailable = { ok: false, error: { code: 'store_unavailable' } };
  for (let n = 0; n < 3; n++) expect(await seeds.chainOf('main', 2_000)).toMatchObject(unavailable);
  expect(warnings.length).toBeGreaterThan(0);
  expect(await chains()).toEqual([[1, 'active']]);

  store.away = false;
  expect(await seeds.chainOf('main', 2_000)).toMatchObject({ ok: true, value: { firstGame: 1 } });
  expect(await chains()).toEqual([
    [1, 'active'],
    [2_001, 'announced'],
  ]);
  expect(await seeds.chainOf('main', 2_001)).toMatchObject({
    ok: true,
    value: { firstGame: 2_001, status: 'active' },
  });
  expect(await chains()).toEqual([
    [1, 'finished'],
    [2_001, 'active'],
  ]);
});

test('a chain that ended without a next one announced is followed by one all the same', async () => {
  const { seeds, chains } = seedsOf('short', 1_500);
  await seeds.chainOf('short', 1);
  const next = await seeds.chainOf('short', 1_501);
  expect(next).toMatchObject({ ok: true, value: { firstGame: 1_501, status: 'active' } });
  expect(await chains()).toEqual([
    [1, 'finished'],
    [1_501, 'active'],
  ]);
});
