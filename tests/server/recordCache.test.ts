import { expect, test } from 'vitest';
import { createRecordCache, MAX_AGE_MS } from '../../server/http/recordCache.ts';

function cacheOf(maxBytes: number) {
  const builds: number[] = [];
  const clock = { nowMs: 0 };
  const record = createRecordCache(
    async (_table, game) => {
      builds.push(game);
      if (game === 0) return null;
      if (game < 0) throw new TypeError('a bug');
      return { bytes: new Uint8Array(game), etag: `"${game}"` };
    },
    maxBytes,
    () => clock.nowMs,
  );
  return { builds, clock, read: (game: number) => record('main', game) };
}

test('the oldest goes first, once all together are too large', async () => {
  const { builds, read } = cacheOf(100);
  for (const game of [40, 50, 40, 30]) await read(game);
  for (const game of [50, 30, 40]) expect((await read(game))?.bytes).toHaveLength(game);
  expect(builds).toEqual([40, 50, 30, 40]);
});

test('a crowd shares one for a moment; after that it is built from the database again', async () => {
  const { builds, clock, read } = cacheOf(100);
  await Promise.all([read(40), read(40), read(40)]);
  clock.nowMs = MAX_AGE_MS - 1;
  await read(40);
  expect(builds).toEqual([40]);
  clock.nowMs = MAX_AGE_MS;
  await read(40);
  expect(builds).toEqual([40, 40]);
});

test('one that is too large by itself, one that is not there and one that failed are not kept', async () => {
  const { builds, read } = cacheOf(100);
  for (const game of [101, 101, 0, 0]) await read(game);
  for (let n = 0; n < 2; n++) await expect(read(-1)).rejects.toThrow('a bug');
  expect(builds).toEqual([101, 101, 0, 0, -1, -1]);
});
