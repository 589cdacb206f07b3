import { defineEntity, p } from '@mikro-orm/core';
import type { JsonValue } from '../../domain/canonicalJson.ts';

/** A document of a player or match that games depend on: a streak, pity, a match. */
export const GameStateEntity = defineEntity({
  name: 'GameStateEntity',
  tableName: 'game_state',
  properties: {
    ownerId: p.uuid().primary(),
    scope: p.text().primary(),
    state: p.json().$type<JsonValue>(),
    /** When a sweeper has to look at it. */
    dueAtMs: p.bigint('number').nullable(),
  },
  indexes: [
    {
      name: 'game_state_due',
      expression: 'create index game_state_due on game_state (scope, due_at_ms) where due_at_ms is not null',
    },
  ],
});
