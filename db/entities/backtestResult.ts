import { defineEntity, p } from '@mikro-orm/core';

/** What a completed backtest leaves: a `JobResult` as JSON, compressed (Zstandard). */
export const BacktestResultEntity = defineEntity({
  name: 'BacktestResultEntity',
  tableName: 'backtest_result',
  properties: {
    jobId: p.uuid().primary(),
    compressed: p.uint8array(),
  },
});
