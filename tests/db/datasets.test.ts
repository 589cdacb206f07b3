import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bars } from '../../domain/backtest/bars.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { packedParts } from '../../domain/backtest/packedBars.ts';
import type { Result } from '../../domain/result.ts';
import { createEntropy } from '../../server/entropy.ts';
import { someBars } from '../support/bars.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.dispose());

const { uuid } = createEntropy({ nowMs: Date.now });

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const put = (playerId: string | null, bars: Bars, name = 'a set') =>
  db.datasets.put({ id: uuid(), playerId, name, createdAtMs: 5 }, bars);

const chunksOf = async (sha256: string) =>
  (await db.pool.query('select part from dataset_chunk where sha256 = $1', [sha256])).rows.length;

describe('a data set', () => {
  test('[BT64] is known by the SHA-256 of its columns, and says what is in it', async () => {
    const playerId = randomUUID();
    const bars = someBars(500);
    const dataset = value(await put(playerId, bars, '내 자료'));
    const hash = createHash('sha256');
    for (const name of ['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const) {
      const column = Buffer.alloc(500 * 8);
      bars[name].forEach((number, at) => {
        column.writeDoubleLE(number, at * 8);
      });
      hash.update(column);
    }
    expect(dataset).toEqual({
      ...{ id: expect.any(String), name: '내 자료', sha256: hash.digest('hex'), bars: 500, fromMs: 0 },
      ...{ toMs: 499 * 86_400_000, interval: '1d', readyMade: false, createdAtMs: 5 },
    });
    const detail = await db.datasets.get(dataset.id, playerId);
    expect(detail).toMatchObject(dataset);
    expect(detail!.preview).toHaveLength(300);
    expect(detail!.preview[0]!.open).toBe(bars.open[0]);
    expect(detail!.preview.at(-1)!.close).toBe(bars.close[499]);
    expect(Math.max(...detail!.preview.map(({ high }) => high))).toBe(Math.max(...bars.high));
  });

  test.each([1, 21_845, 21_846, 131_072, 200_001])(
    '[BT64] %d bars come back to the last bit, from other threads’ connections too',
    async (count) => {
      const bars = someBars(count, count);
      const { sha256 } = value(await put(randomUUID(), bars));
      expect(await (await db.another()).datasets.bars(sha256)).toEqual(bars);
      expect(await chunksOf(sha256)).toBe(Math.ceil((count * 48) / 1_048_576));
    },
  );

  test('[BT64] a -0 has the hash of 0', async () => {
    const [bars, other] = [someBars(3), someBars(3)];
    other.timeMs[0] = -0;
    expect([...packedParts(other)]).toEqual([...packedParts(bars)]);
  });

  test('[BT65] the same data are the set that there is; another player has a set of his own, and no copy', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const bars = someBars(30_000, 7);
    const first = value(await put(ann, bars, 'first'));
    expect(value(await put(ann, bars, 'again'))).toEqual(first);
    const his = value(await put(bob, bars));
    expect(his.id).not.toBe(first.id);
    expect(his.sha256).toBe(first.sha256);
    expect(await chunksOf(first.sha256)).toBe(2);
  });

  test('[BT65] stored at once by many, it is stored once', async () => {
    const bars = someBars(30_000, 8);
    const players = Array.from({ length: 6 }, () => randomUUID());
    const stored = await Promise.all([...players, ...players].map((player) => put(player, bars)));
    const ids = new Set(stored.map((result) => value(result).id));
    expect(ids.size).toBe(6);
    expect(await chunksOf(value(stored[0]!).sha256)).toBe(2);
  });

  test('[BT66] is seen by its owner only, a ready-made one by all', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const own = value(await put(ann, someBars(10, 11)));
    const everyones = value(await put(null, someBars(10, 12), 'everyone’s'));
    expect(everyones.readyMade).toBe(true);
    const idsOf = async (player: string) =>
      (await db.datasets.list(player, 200, null)).items.map(({ id }) => id);
    expect(await idsOf(ann)).toEqual(expect.arrayContaining([own.id, everyones.id]));
    expect(await idsOf(bob)).toContain(everyones.id);
    expect(await idsOf(bob)).not.toContain(own.id);
    expect(await db.datasets.get(own.id, bob)).toBeNull();
    expect(await db.datasets.get(everyones.id, bob)).toMatchObject(everyones);
    expect(await db.datasets.get('nonsense', bob)).toBeNull();
    expect(await db.datasets.remove('nonsense', bob)).toMatchObject({ error: { code: 'not_found' } });
    expect(await db.datasets.remove(own.id, bob)).toMatchObject({ error: { code: 'not_found' } });
    expect(await db.datasets.remove(everyones.id, bob)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await db.datasets.readyMade()).toContain('everyone’s');
  });

  test('[BT66] lists are newest first, in pages that miss nothing', async () => {
    const player = randomUUID();
    const made: Dataset[] = [];
    for (let seed = 100; seed < 107; seed++) {
      made.push(value(await put(player, someBars(2, seed))));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await db.datasets.list(player, 3, cursor);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.filter(({ readyMade }) => !readyMade).map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(made.map(({ id }) => id).reverse());
  });

  test('[BT67] a player keeps at most 50, however many come at once', async () => {
    const player = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, seed) => put(player, someBars(2, seed + 200))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(50);
    for (const result of results) {
      if (!result.ok) expect(result.error).toMatchObject({ code: 'limit_exceeded', details: { limit: 50 } });
    }
    expect(await db.datasets.count(player)).toBe(50);
    const [kept] = (await db.datasets.list(player, 1, null)).items;
    value(await db.datasets.remove(kept!.id, player));
    value(await put(player, someBars(2, 999)));
  });

  test('[BT68] removed columns go with the last set that names them', async () => {
    const [ann, bob] = [randomUUID(), randomUUID()];
    const bars = someBars(100, 31);
    const hers = value(await put(ann, bars));
    const his = value(await put(bob, bars));
    value(await db.datasets.remove(hers.id, ann));
    expect(await db.datasets.get(hers.id, ann)).toBeNull();
    expect(await db.datasets.bars(hers.sha256)).toEqual(bars);
    value(await db.datasets.remove(his.id, bob));
    expect(await db.datasets.bars(hers.sha256)).toBeNull();
    expect(await chunksOf(hers.sha256)).toBe(0);
  });

  /** A job that names these columns, as far as columns are concerned. */
  async function job(sha256: string, status: string): Promise<void> {
    await db.pool.query(
      `insert into backtest_job (job_id, player_id, credits_account_id, idem_key, fingerprint, public, status,
         last_attempt, priority, queue_order, strategy, strategy_hash, config, dataset_id, dataset_name,
         dataset_sha256, from_ms, to_ms, bars, charged_credits, stage, percent, equity, created_at_ms)
       values ($1, $1, 1, $1, 0, false, $2, 3, 0, 0, '{}', '', '{}', '', '', $3, 0, 0, 0, 3, '', 0, '[]', 0)`,
      [randomUUID(), status, sha256],
    );
  }

  test.each([
    ['queued', true, 61],
    ['running', true, 62],
    ['completed', true, 63],
    ['failed', false, 64],
    ['cancelled', false, 65],
  ])('[BT68] a job that is %s keeps its columns: %s', async (status, kept, seed) => {
    const player = randomUUID();
    const { id, sha256 } = value(await put(player, someBars(50, seed)));
    await job(sha256, status);
    value(await db.datasets.remove(id, player));
    expect((await db.datasets.bars(sha256)) !== null).toBe(kept);
  });

  test('[BT68] what a job kept is swept once the job has come to nothing', async () => {
    const player = randomUUID();
    const { id, sha256 } = value(await put(player, someBars(50, 77)));
    const other = value(await put(player, someBars(50, 78)));
    await job(sha256, 'queued');
    value(await db.datasets.remove(id, player));
    expect(value(await db.datasets.sweep())).toBe(0);
    await db.pool.query(`update backtest_job set status = 'cancelled' where dataset_sha256 = $1`, [sha256]);
    expect(value(await db.datasets.sweep())).toBe(1);
    expect(await db.datasets.bars(sha256)).toBeNull();
    expect(await db.datasets.bars(other.sha256)).not.toBeNull();
  });

  test('[BT68] stored and removed at the same time, a set that is there has its columns', async () => {
    const bars = someBars(30_000, 41);
    const [ann, bob] = [randomUUID(), randomUUID()];
    for (let round = 0; round < 5; round++) {
      const hers = value(await put(ann, bars));
      const [, his] = await Promise.all([db.datasets.remove(hers.id, ann), put(bob, bars)]);
      expect(await db.datasets.bars(value(his).sha256)).toEqual(bars);
      value(await db.datasets.remove(value(his).id, bob));
    }
  });
});
