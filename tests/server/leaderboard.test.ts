import { expect, test } from 'vitest';
import type { LeaderboardRow } from '../../domain/backtest/strategies.ts';
import { createLeaderboard } from '../../server/http/leaderboard.ts';

const HOUR_MS = 3_600_000;

/** A store that counts how often it is asked for rows; `rows` may be an error. */
function counted() {
  const store = {
    version: '1',
    asked: [] as string[],
    rows: [3, 5].map((backtests) => ({ backtests }) as LeaderboardRow) as LeaderboardRow[] | Error,
    leaderboardVersion: async () => store.version,
    async leaderboard(sortBy: string) {
      store.asked.push(sortBy);
      if (store.rows instanceof Error) throw store.rows;
      return store.rows;
    },
  };
  const clock = { nowMs: 0 };
  return { store, clock, leaderboard: createLeaderboard(store, () => clock.nowMs) };
}

test('is read once for all who ask, until something is written or an hour has passed', async () => {
  const { store, clock, leaderboard } = counted();
  await Promise.all([leaderboard('sharpe', 0), leaderboard('sharpe', 5), leaderboard('sharpe', 0)]);
  clock.nowMs = HOUR_MS - 1;
  expect((await leaderboard('sharpe', 4)).map(({ backtests }) => backtests)).toEqual([5]);
  expect(store.asked).toEqual(['sharpe']);
  store.version = '2';
  await leaderboard('sharpe', 0);
  expect(store.asked).toEqual(['sharpe', 'sharpe']);
  clock.nowMs += HOUR_MS;
  await leaderboard('sharpe', 0);
  expect(store.asked.length).toBe(3);
  await leaderboard('cagr', 0);
  expect(store.asked).toEqual(['sharpe', 'sharpe', 'sharpe', 'cagr']);
});

test('is not kept when it could not be read', async () => {
  const { store, leaderboard } = counted();
  store.rows = new Error('away');
  await expect(leaderboard('sharpe', 0)).rejects.toThrow('away');
  store.rows = [];
  expect(await leaderboard('sharpe', 0)).toEqual([]);
});
