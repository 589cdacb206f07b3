import type pg from 'pg';
import {
  INSIGHT_RUNS,
  LEADERBOARD_GATE,
  type LeaderboardRow,
  type LeaderboardSort,
  type MarketCondition,
  type StrategyInsights,
} from '../../domain/backtest/strategies.ts';

/** More are of no use to anybody, and each row carries its strategy. */
const MOST_ROWS = 1_000;

interface RankedRow {
  strategy_id: string;
  name: string;
  strategy_hash: string;
  backtests: number;
  sharpe: number | null;
  cagr: number | null;
  total_return: number | null;
  trades: number;
  market_condition: MarketCondition;
  result_hash: string;
  strategy: LeaderboardRow['inputs']['strategy'];
  config: LeaderboardRow['inputs']['config'];
  dataset_id: string;
  dataset_sha256: string;
  from_ms: string;
  to_ms: string;
  job_id: string;
  public: boolean;
}

/** The best run of a strategy, by what the list is sorted by. */
const MERIT: Record<LeaderboardSort, string> = {
  sharpe: 'r.sharpe',
  cagr: 'r.cagr',
  return: 'r.total_return',
  backtests: 'r.sharpe',
};

/**
 * Runs of published strategies, whoever started them, that pass the gate and whose data everybody can read: a
 * ready-made set, or that of a public job; the same run again counts once. A strategy that several have published stands under the oldest.
 */
const COUNTED = (merit: string) => `
  with published as (
    select distinct on (strategy_hash) strategy_hash, strategy_id, name
      from strategy where public order by strategy_hash, id
  ), eligible as (
    select distinct on (r.strategy_hash, r.result_hash) r.*, p.strategy_id, p.name
      from published p
      join strategy_run r on r.strategy_hash = p.strategy_hash
      join backtest_job j on j.job_id = r.job_id
     where r.trades >= $1 and r.days >= $2
       and (j.public or exists (select 1 from dataset d
                                 where d.sha256 = j.dataset_sha256 and d.player_id is null))
     order by r.strategy_hash, r.result_hash, j.public desc, r.job_id
  ), counted as (
    select r.*, count(*) over (partition by r.strategy_hash)::int as backtests,
           row_number() over (partition by r.strategy_hash
                              order by ${merit} desc nulls last, r.trades desc, r.result_hash) as place
      from eligible r
  )`;

export async function leaderboardOf(
  pool: pg.Pool,
  sortBy: LeaderboardSort,
  minBacktests: number,
): Promise<LeaderboardRow[]> {
  const merit = MERIT[sortBy];
  const first = sortBy === 'backtests' ? 'r.backtests desc,' : '';
  const { rows } = await pool.query<RankedRow>(
    `${COUNTED(merit)}
     select r.*, j.strategy, j.config, j.dataset_id, j.dataset_sha256, j.from_ms, j.to_ms, j.public
       from counted r join backtest_job j on j.job_id = r.job_id
      where r.place = 1 and r.backtests >= $3
      order by ${first} ${merit} desc nulls last, r.trades desc, r.strategy_hash limit $4`,
    [
      ...[LEADERBOARD_GATE.trades, LEADERBOARD_GATE.days],
      ...[Math.max(minBacktests, LEADERBOARD_GATE.backtests), MOST_ROWS],
    ],
  );
  return rows.map(toRow);
}

function toRow(row: RankedRow): LeaderboardRow {
  return {
    strategyId: row.strategy_id,
    name: row.name,
    strategyHash: row.strategy_hash,
    backtests: row.backtests,
    sharpe: row.sharpe,
    cagr: row.cagr,
    totalReturn: row.total_return,
    trades: row.trades,
    condition: row.market_condition,
    resultHash: row.result_hash,
    inputs: {
      strategy: row.strategy,
      config: row.config,
      datasetId: row.dataset_id,
      datasetSha256: row.dataset_sha256,
      fromMs: Number(row.from_ms),
      toMs: Number(row.to_ms),
    },
    ...(row.public ? { jobId: row.job_id } : {}),
  };
}

/**
 * Found by indexes: the latest end of a job, how many ended in the minute before it (of those that end together one
 * may commit later), and how the published strategies stand.
 */
export async function leaderboardVersion(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(`
    with latest as (select max(ended_at_ms) as ms from backtest_job where ended_at_ms is not null)
    select concat_ws(':', l.ms,
             (select count(*) from backtest_job j where j.ended_at_ms > l.ms - 60000),
             (select count(*) from strategy s where s.public),
             (select max(s.xmin::text::bigint) from strategy s where s.public)) as version
      from latest l`);
  return rows[0]!.version;
}

export async function insightsOf(pool: pg.Pool, strategyHash: string): Promise<StrategyInsights | null> {
  const { rows } = await pool.query<{
    condition: MarketCondition;
    runs: number;
    median_return: number | null;
    median_sharpe: number | null;
  }>(
    `select market_condition as condition, count(*)::int as runs,
            percentile_cont(0.5) within group (order by total_return) as median_return,
            percentile_cont(0.5) within group (order by sharpe) as median_sharpe
       from (select distinct on (result_hash) * from strategy_run where strategy_hash = $1) as distinct_run
      group by market_condition order by market_condition`,
    [strategyHash],
  );
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  if (runs < INSIGHT_RUNS) return null;
  const byCondition = rows.map(({ condition, runs: count, median_return, median_sharpe }) => {
    return { condition, runs: count, medianReturn: median_return, medianSharpe: median_sharpe };
  });
  return { runs, byCondition };
}
