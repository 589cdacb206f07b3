import { defineEntity, p } from '@mikro-orm/core';
import type { Rank } from '../../domain/identity/port.ts';

/** Each change of a player's rank, with the rank from then on. Append-only. */
export const RankChangeEntity = defineEntity({
  name: 'RankChangeEntity',
  tableName: 'rank_history',
  properties: {
    id: p.bigint('number').primary().generated('by default as identity'),
    playerId: p.uuid(),
    rank: p.text().$type<Rank>(),
    atMs: p.bigint('number'),
    /** An operator's id, or the name of the rule that did it. */
    by: p.text(),
    reason: p.text(),
  },
  indexes: [{ name: 'rank_history_player', properties: ['playerId', 'id'] }],
});
