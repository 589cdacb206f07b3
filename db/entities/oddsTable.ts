import { defineEntity, p } from '@mikro-orm/core';
import type { JsonValue } from '../../domain/canonicalJson.ts';

/** An odds table that games were played by: kept, so that they stay verifiable. */
export const OddsTableEntity = defineEntity({
  name: 'OddsTableEntity',
  tableName: 'odds_table',
  properties: {
    oddsHash: p.text().primary(),
    odds: p.json().$type<JsonValue>(),
    firstUsedAtMs: p.bigint('number'),
  },
});
