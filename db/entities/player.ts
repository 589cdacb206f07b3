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
    {
      name: 'player_nickname_prefix',
      expression: 'create index player_nickname_prefix on player (lower(nickname) text_pattern_ops)',
    },
    {
      name: 'player_staff',
      expression: `create index player_staff on player (role) where role <> 'player'`,
    },
    {
      name: 'player_banned',
      expression: 'create index player_banned on player (banned_until_ms) where banned_until_ms is not null',
    },
    {
      name: 'player_standing_changed',
      expression:
        'create index player_standing_changed on player (standing_changed_at_ms) where standing_changed_at_ms > 0',
    },
    {
      name: 'player_ranked',
      expression: "create index player_ranked on player (id) where rank <> 'STANDARD'",
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
    banReason: p.text().nullable(),
    /** Epoch ms by the database's clock: when ban, role or rank last changed; 0: never. Processes look for what is new. */
    standingChangedAtMs: p.bigint('number').defaultRaw('0'),
    ageConfirmed: p.boolean().default(false),
    createdAtMs: p.bigint('number'),
    /** Argon2id, in the PHC format; null for an account without a password. */
    passwordHash: p.text().nullable(),
    /** What the nickname looks like (`db/nameSkeleton.ts`); null for an old name that looks like an older one. */
    skeleton: p.text().nullable().unique('player_skeleton_unique'),
  },
});
