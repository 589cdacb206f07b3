import { defineEntity, p } from '@mikro-orm/core';
import { PlayerEntity } from './player.ts';

/** One log-in of a player: a device that has a chain of refresh tokens. Ended is deleted. */
export const LoginEntity = defineEntity({
  name: 'LoginEntity',
  tableName: 'login',
  properties: {
    id: p.uuid().primary(),
    player: () => p.manyToOne(PlayerEntity),
    /** As the client named itself when it last signed in or refreshed; '' from before this was kept. */
    userAgent: p.text(),
    /** Epoch ms, by the database's clock. */
    createdAtMs: p.bigint('number'),
    lastUsedAtMs: p.bigint('number'),
    expiresAtMs: p.bigint('number'),
  },
  indexes: [
    { name: 'login_player', properties: ['player'] },
    { name: 'login_expiry', properties: ['expiresAtMs'] },
  ],
});
