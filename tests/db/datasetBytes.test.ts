import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashBars } from '../../db/stores/datasetColumns.ts';
import type { Bars } from '../../domain/backtest/bars.ts';
import { PART_BYTES, unpacker } from '../../domain/backtest/packedBars.ts';
import { DAY_MS, FROM_MS, walk } from '../http/ranBacktests.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { value } from './crashTable.ts';

/** Times stand in three parts, the last one shared with the next column. */
const COUNT = (PART_BYTES / 8) * 2 + 1_000;

let db: TestDatabase;
let bars: Bars;
let sha256: string;

beforeAll(async () => {
  db = await openTestDatabase();
  bars = walk(COUNT, 'bytes');
  const dataset = { id: randomUUID(), playerId: null, name: 'bytes', createdAtMs: 0 };
  ({ sha256 } = value(await db.datasets.put(dataset, bars)));
}, 120_000);
afterAll(() => db.dispose());

/** One bar a day. */
function countOf(fromMs: number, toMs: number): number {
  const first = Math.max(0, Math.ceil((fromMs - FROM_MS) / DAY_MS));
  const last = Math.min(COUNT - 1, Math.floor((toMs - FROM_MS) / DAY_MS));
  return Math.max(0, last - first + 1);
}

test('the packed form is what was hashed', async () => {
  const packed = (await db.datasetBytes.packed(sha256))!;
  const columns = unpacker(packed.bytes);
  for await (const part of packed.parts) columns.add(part);
  expect(hashBars(columns.bars())).toBe(sha256);
  expect(await db.datasetBytes.packed('ab'.repeat(32))).toBeNull();
});

test('bars between two instants are counted, both included, across parts', async () => {
  const perPart = PART_BYTES / 8;
  const edges = [0, 1, perPart - 1, perPart, perPart + 1, 2 * perPart - 1, 2 * perPart, COUNT - 1];
  const times = edges.flatMap((at) => [-1, 0, 1].map((shift) => bars.timeMs[at]! + shift));
  for (const fromMs of times) {
    for (const toMs of [fromMs, fromMs + 1, bars.timeMs[perPart]!, bars.timeMs.at(-1)!]) {
      if (fromMs > toMs) continue;
      expect(await db.datasetBytes.barsBetween(sha256, COUNT, fromMs, toMs)).toBe(countOf(fromMs, toMs));
    }
  }
  const instant = fc.integer({ min: bars.timeMs[0]! - 1_000, max: bars.timeMs.at(-1)! + 1_000 });
  await fc.assert(
    fc.asyncProperty(instant, instant, async (a, b) => {
      const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)];
      expect(await db.datasetBytes.barsBetween(sha256, COUNT, fromMs, toMs)).toBe(countOf(fromMs, toMs));
    }),
    { numRuns: 50 },
  );
}, 60_000);
