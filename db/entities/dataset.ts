import { defineEntity, p } from '@mikro-orm/core';
import type { PreviewPoint } from '../../domain/backtest/preview.ts';

/** A name for market data: a player's, or (without one) everyone's. */
export const DatasetEntity = defineEntity({
  name: 'DatasetEntity',
  tableName: 'dataset',
  properties: {
    id: p.uuid().primary(),
    playerId: p.uuid().nullable(),
    name: p.text(),
    sha256: p.text(),
    bars: p.integer(),
    fromMs: p.bigint('number'),
    toMs: p.bigint('number'),
    /** `interval` over the wire, which is a word of SQL's. */
    barStep: p.text(),
    preview: p.json().columnType('json').$type<PreviewPoint[]>(),
    createdAtMs: p.bigint('number'),
  },
  indexes: [
    {
      name: 'dataset_data_unique',
      expression: 'create unique index dataset_data_unique on dataset (player_id, sha256) nulls not distinct',
    },
    { name: 'dataset_sha256', properties: ['sha256'] },
  ],
});
