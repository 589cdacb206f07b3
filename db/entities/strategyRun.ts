import { defineEntity, p } from '@mikro-orm/core';
import type { MarketCondition } from '../../domain/backtest/strategies.ts';

/** A completed backtest as it counts for its strategy: written together with the job's result. */
export const StrategyRunEntity = defineEntity({
  name: 'StrategyRunEntity',
  tableName: 'strategy_run',
  properties: {
    jobId: p.uuid().primary(),
    playerId: p.uuid(),
    strategyHash: p.text(),
    marketCondition: p.text().$type<MarketCondition>(),
    sharpe: p.double().nullable(),
    cagr: p.double().nullable(),
    totalReturn: p.double().nullable(),
    trades: p.integer(),
    days: p.double(),
    resultHash: p.text(),
    endedAtMs: p.bigint('number'),
  },
  checks: [
    {
      name: 'strategy_run_market_condition_check',
      expression: `market_condition in ('bull', 'bear', 'sideways')`,
    },
  ],
  indexes: [
    {
      name: 'strategy_run_strategy',
      expression: 'create index strategy_run_strategy on strategy_run (strategy_hash, player_id)',
    },
  ],
});
