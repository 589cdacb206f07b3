import { defineEntity, p } from '@mikro-orm/core';
import type { Rank, Role } from '../../domain/identity/port.ts';

export const PlayerEntity = defineEntity({
  name: 'PlayerEntity',
  tableName: 'player',
  indexes: [
    {
      name: 'player_nickname_unique',
      expression: 'create unique index player_nickname_unique on player (lower(nickname))',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    nickname: p.text(),
    rank: p.text().$type<Rank>().default('STANDARD'),
    role: p.text().$type<Role>().default('player'),
    bot: p.boolean().default(false),
    tokenVersion: p.integer().default(0),
    /** Epoch ms. */
    bannedUntilMs: p.bigint('number').nullable(),
    ageConfirmed: p.boolean().default(false),
    createdAtMs: p.bigint('number'),
  },
});
