import { defineEntity, p } from '@mikro-orm/core';
import type { JsonValue } from '../../domain/canonicalJson.ts';

/** A strategy that a player keeps. */
export const StrategyEntity = defineEntity({
  name: 'StrategyEntity',
  tableName: 'strategy',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    strategyId: p.uuid().unique('strategy_strategy_id_unique'),
    playerId: p.uuid(),
    name: p.text(),
    strategy: p.json().columnType('json').$type<JsonValue>(),
    strategyHash: p.text(),
    public: p.boolean(),
    createdAtMs: p.bigint('number'),
  },
  indexes: [
    { name: 'strategy_player', expression: 'create index strategy_player on strategy (player_id, id)' },
    {
      name: 'strategy_published',
      expression: 'create index strategy_published on strategy (strategy_hash) where public',
    },
  ],
});
