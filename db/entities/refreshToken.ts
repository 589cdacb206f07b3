import { defineEntity, p } from '@mikro-orm/core';
import { PlayerEntity } from './player.ts';

/** A refresh token, known by its SHA-256 only. */
export const RefreshTokenEntity = defineEntity({
  name: 'RefreshTokenEntity',
  tableName: 'refresh_token',
  properties: {
    tokenHash: p.text().primary(),
    familyId: p.uuid(),
    player: () => p.manyToOne(PlayerEntity),
    expiresAtMs: p.bigint('number'),
    spent: p.boolean().default(false),
  },
  indexes: [{ name: 'refresh_token_family', properties: ['familyId'] }],
});
