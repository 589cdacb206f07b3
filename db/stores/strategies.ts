import type pg from 'pg';
import {
  MOST_STRATEGIES,
  type NewStrategy,
  type SavedStrategy,
  type StrategyStore,
  strategyHash,
} from '../../domain/backtest/strategies.ts';
import type { Strategy } from '../../domain/backtest/strategy.ts';
import { fail, ok } from '../../domain/result.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';
import { below, toPage } from './page.ts';
import { playerTurns } from './playerTurns.ts';
import { insightsOf, leaderboardOf, leaderboardVersion } from './strategyRanking.ts';

interface StrategyRow {
  id: string;
  strategy_id: string;
  name: string;
  strategy: Strategy;
  strategy_hash: string;
  public: boolean;
  created_at_ms: string;
  runs: number;
}

const COLUMNS = `
  s.id, s.strategy_id, s.name, s.strategy, s.strategy_hash, s.public, s.created_at_ms,
  (select count(*)::int from strategy_run r
    where r.strategy_hash = s.strategy_hash and r.player_id = s.player_id) as runs`;

export function strategyStore(pool: pg.Pool, nowMs: () => number): StrategyStore {
  const inTurn = playerTurns();

  function save({ id, playerId, name, strategy, public: isPublic }: NewStrategy) {
    return transact(pool, async (client) => {
      // Another process may save for the same player: else two at once would both find room for one more.
      await client.query(`select pg_advisory_xact_lock(hashtextextended('strategies of ' || $1, 0))`, [
        playerId,
      ]);
      const { rows } = await client.query<{ count: number }>(
        'select count(*)::int as count from strategy where player_id = $1',
        [playerId],
      );
      if (rows[0]!.count >= MOST_STRATEGIES) return fail('limit_exceeded', { limit: MOST_STRATEGIES });
      const saved = await client.query<StrategyRow>(
        `insert into strategy as s (strategy_id, player_id, name, strategy, strategy_hash, public, created_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
        [id, playerId, name, JSON.stringify(strategy), strategyHash(strategy), isPublic, nowMs()],
      );
      return ok(toSaved(saved.rows[0]!));
    });
  }

  return {
    list: (playerId, limit, cursor) =>
      orThrow(async () => {
        const { rows } = await pool.query<StrategyRow>(
          `select ${COLUMNS} from strategy s where s.player_id = $1 and s.id < $2 order by s.id desc limit $3`,
          [playerId, below(cursor), limit + 1],
        );
        return toPage(rows, limit, ({ id }) => id, toSaved);
      }),

    strategy: (id, playerId) =>
      orThrow(async () => {
        const { rows } = await pool.query<StrategyRow>(
          `select ${COLUMNS} from strategy s where s.strategy_id = $1 and (s.public or s.player_id = $2)`,
          [id, playerId],
        );
        return rows[0] ? toSaved(rows[0]) : null;
      }),

    save: (draft) => inTurn(draft.playerId, () => orUnavailable(() => save(draft))),

    update: (id, playerId, { name, strategy, public: isPublic }) =>
      orUnavailable(async () => {
        const { rows } = await pool.query<StrategyRow>(
          `update strategy s
              set name = coalesce($3, s.name), strategy = coalesce($4::json, s.strategy),
                  strategy_hash = coalesce($5, s.strategy_hash), public = coalesce($6, s.public)
            where s.strategy_id = $1 and s.player_id = $2 returning ${COLUMNS}`,
          [
            ...[id, playerId, name ?? null, strategy ? JSON.stringify(strategy) : null],
            ...[strategy ? strategyHash(strategy) : null, isPublic ?? null],
          ],
        );
        return rows[0] ? ok(toSaved(rows[0])) : fail('not_found');
      }),

    remove: (id, playerId) =>
      orThrow(async () => {
        const { rowCount } = await pool.query(
          'delete from strategy where strategy_id = $1 and player_id = $2',
          [id, playerId],
        );
        return rowCount === 1;
      }),

    leaderboard: (sortBy, minBacktests) => orThrow(() => leaderboardOf(pool, sortBy, minBacktests)),
    leaderboardVersion: () => orThrow(() => leaderboardVersion(pool)),
    insights: (hash) => orThrow(() => insightsOf(pool, hash)),
  };
}

function toSaved(row: StrategyRow): SavedStrategy {
  return {
    id: row.strategy_id,
    name: row.name,
    strategy: row.strategy,
    strategyHash: row.strategy_hash,
    public: row.public,
    runs: row.runs,
    createdAtMs: Number(row.created_at_ms),
  };
}
