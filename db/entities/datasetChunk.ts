import { defineEntity, p } from '@mikro-orm/core';

/** A part of packed columns (`domain/backtest/packedBars.ts`), by the hash of the whole. */
export const DatasetChunkEntity = defineEntity({
  name: 'DatasetChunkEntity',
  tableName: 'dataset_chunk',
  properties: {
    sha256: p.text().primary(),
    part: p.integer().primary(),
    bytes: p.uint8array(),
  },
});
