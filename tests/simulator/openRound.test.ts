import { beforeEach, expect, test } from 'vitest';
import type { Chain, Tenure } from '../../domain/crash/port.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';
import { fail, ok } from '../../domain/result.ts';
import { type Opening, openRound } from '../../rooms/crash/roundStore.ts';
import type { RoomPorts } from '../../rooms/ports.ts';
import { memoryCrash } from '../../simulation/database/crashStore.ts';
import { memoryLeases } from '../../simulation/database/leaseStore.ts';
import { memorySettings } from '../../simulation/database/otherStores.ts';
import { Tables } from '../../simulation/database/tables.ts';
import { Random } from '../../simulation/random.ts';

/** A store that commits an opening and is not heard: what the simulation found (`--seed 1751 --steps 1000`). */
const RULES: TableRules = {
  ...{ table: 'main', edgePercent: 1, minBetCoins: 100, maxBetCoins: 1_000, maxPayoutCoins: 10_000 },
  ...{ maxRoundPayoutCoins: 20_000, bettingMs: 500, pauseMs: 100 },
};

let tables: Tables;
let tenure: Tenure;
/** What the store answers to the next opening, once it has committed it; null: that it did. */
let unheard: 'store_unavailable' | null;

beforeEach(async () => {
  tables = new Tables(() => 1_000_000, new Random(1, 'opening'));
  const acquired = await memoryLeases(tables).acquire('main', tables.newUuid());
  if (!acquired.ok || acquired.value === null) throw new Error('the lease is not to be had');
  tenure = acquired.value;
  unheard = 'store_unavailable';
});

function open(opening: Opening): ReturnType<typeof openRound> {
  const crash = memoryCrash(tables);
  const ports = {
    clock: { nowMs: () => 1_000_000 },
    tableSettings: memorySettings(tables),
    seeds: { chainOf: async () => ok({ id: 1 } as Chain), gameHash: async () => ok('ab') },
    crash: {
      ...crash,
      async openRound(...words: Parameters<typeof crash.openRound>) {
        const written = await crash.openRound(...words);
        return unheard === null ? written : fail(unheard);
      },
    },
  } as unknown as RoomPorts;
  return openRound(ports, tenure, RULES, opening);
}

test('[CR35] a round that was opened unheard is played, though its table was paused meanwhile', async () => {
  const opening: Opening = { game: 1, rules: null };
  expect(await open(opening)).toMatchObject({ ok: false });
  tables.pauseTable('main', true);
  unheard = null;
  expect(await open(opening)).toMatchObject({ ok: true, value: { rules: { maxBetCoins: 1_000 } } });
  expect(await open({ game: 2, rules: null })).toEqual({ ok: true, value: null });
});

test('[CR35] it is played by the limits that its record names, whatever was set meanwhile', async () => {
  const opening: Opening = { game: 1, rules: null };
  await open(opening);
  tables.settings.set('main', { table: 'main', paused: null, limits: { maxBetCoins: 300 } });
  unheard = null;
  const opened = await open(opening);
  expect(opened).toMatchObject({ ok: true, value: { rules: tables.round('main', 1)!.rules } });
  expect(await open({ game: 2, rules: null })).toMatchObject({ value: { rules: { maxBetCoins: 300 } } });
});
