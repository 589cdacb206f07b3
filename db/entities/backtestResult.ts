import { defineEntity, p } from '@mikro-orm/core';
import type { EquityPoint } from '../../domain/backtest/result.ts';
import type { Trade } from '../../domain/backtest/trade.ts';

/** Trades and equity of a completed backtest. */
export const BacktestResultEntity = defineEntity({
  name: 'BacktestResultEntity',
  tableName: 'backtest_result',
  properties: {
    jobId: p.uuid().primary(),
    trades: p.json().columnType('json').$type<Trade[]>(),
    equity: p.json().columnType('json').$type<EquityPoint[]>(),
  },
});
