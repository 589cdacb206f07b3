import type { LeaderboardRow, LeaderboardSort, StrategyStore } from '../../domain/backtest/strategies.ts';

const KEPT_MS = 3_600_000;

interface Kept {
  version: string;
  loadedAtMs: number;
  rows: Promise<LeaderboardRow[]>;
}

export type Leaderboard = (sortBy: LeaderboardSort, minBacktests: number) => Promise<LeaderboardRow[]>;

/** The leaderboard, kept for an hour at most, and until something is written that may change it, by any process. */
export function createLeaderboard(
  store: Pick<StrategyStore, 'leaderboard' | 'leaderboardVersion'>,
  nowMs: () => number,
): Leaderboard {
  const kept = new Map<LeaderboardSort, Kept>();

  async function rowsOf(sortBy: LeaderboardSort): Promise<LeaderboardRow[]> {
    // Asked before the rows are read: what is written in between is read once too often, never too seldom.
    const version = await store.leaderboardVersion();
    const known = kept.get(sortBy);
    if (known !== undefined && known.version === version && nowMs() - known.loadedAtMs < KEPT_MS) {
      return known.rows;
    }
    const rows = store.leaderboard(sortBy, 0);
    const entry = { version, loadedAtMs: nowMs(), rows };
    kept.set(sortBy, entry);
    rows.catch(() => {
      if (kept.get(sortBy) === entry) kept.delete(sortBy);
    });
    return rows;
  }

  return async (sortBy, minBacktests) =>
    (await rowsOf(sortBy)).filter(({ backtests }) => backtests >= minBacktests);
}
