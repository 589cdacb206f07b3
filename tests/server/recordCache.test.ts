import { expect, test } from 'vitest';
import { createRecordCache } from '../../server/http/recordCache.ts';

function cacheOf(maxBytes: number) {
  const builds: number[] = [];
  const record = createRecordCache(async (_table, game) => {
    builds.push(game);
    if (game === 0) return null;
    if (game < 0) throw new TypeError('a bug');
    return { bytes: new Uint8Array(game), etag: `"${game}"` };
  }, maxBytes);
  return { builds, read: (game: number) => record('main', game) };
}

test('the least lately read goes first, once all together are too large', async () => {
  const { builds, read } = cacheOf(100);
  for (const game of [40, 50, 40, 30]) await read(game);
  // 50 had to go: 40 was read since.
  for (const game of [40, 30, 50]) expect((await read(game))?.bytes).toHaveLength(game);
  expect(builds).toEqual([40, 50, 30, 50]);
});

test('one that is too large by itself, one that is not there and one that failed are not kept', async () => {
  const { builds, read } = cacheOf(100);
  for (const game of [101, 101, 0, 0]) await read(game);
  for (let n = 0; n < 2; n++) await expect(read(-1)).rejects.toThrow('a bug');
  expect(builds).toEqual([101, 101, 0, 0, -1, -1]);
});
