import type pg from 'pg';
import { fail, ok } from '../../domain/result.ts';
import type { WatchPlan } from '../../domain/watch/plan.ts';
import { planHash } from '../../domain/watch/plan.ts';
import type { WatchStore } from '../../domain/watch/port.ts';
import type { WatchDelta } from '../../domain/watch/tally.ts';
import type { WatchStanding } from '../../domain/watch/verdict.ts';
import { orThrow, orUnavailable, transact } from '../transact.ts';

interface WatchRow {
  plan: WatchPlan;
  games: string;
  bet_coins: string;
  paid_coins: string;
  ratio_sum: number;
  ratio_squares: number;
  expected_sum: number;
  logs: number[];
  since_ms: string;
  alarmed_at_ms: string | null;
}

function toStanding(row: WatchRow): WatchStanding {
  return {
    plan: row.plan,
    games: Number(row.games),
    betCoins: Number(row.bet_coins),
    paidCoins: Number(row.paid_coins),
    ratioSum: row.ratio_sum,
    ratioSquares: row.ratio_squares,
    expectedSum: row.expected_sum,
    logs: row.logs,
    sinceMs: Number(row.since_ms),
    alarmedAtMs: row.alarmed_at_ms === null ? null : Number(row.alarmed_at_ms),
  };
}

/** The running row of a test, made if there is none: its number follows the runs that have ended. */
const START = `
  insert into return_watch (game, variant, measure, plan_hash, run, plan, games, bet_coins, paid_coins,
                            ratio_sum, ratio_squares, expected_sum, logs, since_ms, updated_at_ms)
  select $1, $2, $3, $4,
         coalesce((select max(run) from return_watch
                    where game = $1 and variant = $2 and measure = $3 and plan_hash = $4), 0) + 1,
         $5::json, 0, 0, 0, 0, 0, 0, array_fill(0::float8, array[$6::int]), $7, $7
   where not exists (select 1 from return_watch
                      where game = $1 and variant = $2 and measure = $3 and plan_hash = $4
                        and ended_at_ms is null)
  on conflict do nothing`;

const ADD = `
  update return_watch
     set games = games + $5, bet_coins = bet_coins + $6, paid_coins = paid_coins + $7,
         ratio_sum = ratio_sum + $8, ratio_squares = ratio_squares + $9, expected_sum = expected_sum + $10,
         logs = (select array_agg(had + came order by place)
                   from unnest(logs, $11::float8[]) with ordinality as l (had, came, place)),
         updated_at_ms = greatest(updated_at_ms, $12)
   where game = $1 and variant = $2 and measure = $3 and plan_hash = $4 and ended_at_ms is null
  returning *`;

function keyOf({ plan, planHash: hash }: Pick<WatchDelta, 'plan' | 'planHash'>): string[] {
  return [plan.game, plan.variant, plan.measure, hash];
}

export function returnWatchStore(pool: pg.Pool): WatchStore {
  return {
    add: (deltas, nowMs) =>
      orThrow(() =>
        transact(pool, async (client) => {
          const standings: WatchStanding[] = [];
          // In the order of their keys: two members never wait for each other crosswise.
          const sorted = deltas.toSorted((a, b) => (keyOf(a).join() < keyOf(b).join() ? -1 : 1));
          for (const delta of sorted) {
            const { plan, logs, games, betCoins, paidCoins, ratioSum, ratioSquares, expectedSum } = delta;
            const key = keyOf(delta);
            await client.query(START, [...key, JSON.stringify(plan), logs.length, nowMs]);
            const sums = [games, betCoins, paidCoins, ratioSum, ratioSquares, expectedSum];
            const { rows } = await client.query<WatchRow>(ADD, [...key, ...sums, logs, nowMs]);
            standings.push(...rows.map(toStanding));
          }
          return standings;
        }),
      ),

    standings: () =>
      orThrow(async () => {
        const { rows } = await pool.query<WatchRow>(
          `select distinct on (game, variant, measure) * from return_watch
            where ended_at_ms is null
            order by game, variant, measure, updated_at_ms desc`,
        );
        return rows.map(toStanding);
      }),

    alarm: (standing, nowMs) =>
      orThrow(async () => {
        const key = keyOf({ plan: standing.plan, planHash: planHash(standing.plan) });
        const { rowCount } = await pool.query(
          `update return_watch set alarmed_at_ms = $5
            where game = $1 and variant = $2 and measure = $3 and plan_hash = $4
              and ended_at_ms is null and alarmed_at_ms is null`,
          [...key, nowMs],
        );
        return rowCount === 1;
      }),

    restart: ({ game, variant }, { by, reason, atMs }) =>
      orUnavailable(async () => {
        const { rowCount } = await pool.query(
          `update return_watch set ended_at_ms = $3, ended_by = $4, end_reason = $5
            where game = $1 and variant = $2 and ended_at_ms is null`,
          [game, variant, atMs, by, reason],
        );
        return rowCount ? ok({ restarted: rowCount }) : fail('not_found', { field: 'variant' });
      }),
  };
}
