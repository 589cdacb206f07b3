import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashBars } from '../../db/stores/datasetColumns.ts';
import { type Bars, PRICE_COLUMNS } from '../../domain/backtest/bars.ts';
import { csvReader } from '../../domain/backtest/csv.ts';
import { keepReadyMade } from '../../server/datasets/keepReadyMade.ts';
import { READY_MADE } from '../../server/datasets/readyMade.ts';
import { createEntropy } from '../../server/entropy.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

function asCsv(bars: Bars): string {
  const rows = Array.from(bars.timeMs, (ms, at) =>
    [ms, ...PRICE_COLUMNS.map((name) => bars[name][at])].join(),
  );
  return ['time,open,high,low,close,volume', ...rows].join('\n');
}

describe('[BT72] the ready-made data', () => {
  test.each(READY_MADE.map(({ name, bars }) => [name, bars] as const))(
    '%s: are always the same, and pass what uploads have to',
    (_, bars) => {
      const reader = csvReader('epochMs');
      expect(reader.write(new TextEncoder().encode(asCsv(bars())))).toBeNull();
      const read = reader.end();
      expect(read.ok && hashBars(read.value)).toBe(hashBars(bars()));
    },
  );

  test('differ as their names say', () => {
    const named = (word: string) => READY_MADE.find(({ name }) => name.includes(word))!.bars();
    /** Largest and smallest close, as a ratio. */
    const span = ({ close }: Bars) =>
      close.reduce((a, b) => Math.max(a, b)) / close.reduce((a, b) => Math.min(a, b));
    expect(span(named('trend'))).toBeGreaterThan(5);
    expect(span(named('mean-reverting'))).toBeLessThan(2);
    const jumpy = named('jumpy');
    const jumps = jumpy.close.filter((close, at) => Math.abs(close / jumpy.open[at]! - 1) > 0.008);
    expect(jumpy.timeMs).toHaveLength(100_000);
    expect(jumps.length).toBeGreaterThan(50);
    expect(jumps.length).toBeLessThan(200);
  });
});

describe('[BT72] on the first start', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.dispose());

  const keep = (of: Pick<TestDatabase, 'datasets'> = db) =>
    keepReadyMade({
      url: db.url,
      datasets: of.datasets,
      newUuid: createEntropy({ nowMs: Date.now }).uuid,
      nowMs: () => 7,
      log: { info() {}, warn: (bindings) => void warnings.push(bindings), error() {} },
    });
  const warnings: object[] = [];
  const list = async () => (await db.datasets.list('00000000-0000-4000-8000-000000000001', 200, null)).items;

  test('they are made once, by however many processes', async () => {
    const kept = [keep(), keep(await db.another())];
    await Promise.all(kept.map(({ first }) => first));
    const made = await list();
    expect(made.map(({ name }) => name).sort()).toEqual(READY_MADE.map(({ name }) => name).sort());
    const again = keep();
    await again.first;
    expect(await list()).toEqual(made);
    for (const { name, bars } of READY_MADE) {
      const { sha256 } = made.find((each) => each.name === name)!;
      expect(await db.datasets.bars(sha256)).toEqual(bars());
    }
    expect(made.map(({ interval }) => interval).sort()).toEqual(['1d', '1d', '1d', '1d', '1m']);
    await Promise.all([...kept, again].map((each) => each.stop()));
  });

  test('with the database away they are put off, and stopping waits for nothing', async () => {
    const away = keep({ datasets: { ...db.datasets, readyMade: () => Promise.reject(new Error('away')) } });
    await away.first;
    expect(warnings).toEqual([expect.objectContaining({ code: 'store_unavailable' })]);
    await away.stop();
  });
});
