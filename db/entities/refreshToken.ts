import { defineEntity, p } from '@mikro-orm/core';
import { LoginEntity } from './login.ts';

/** A refresh token, known by its SHA-256 only. */
export const RefreshTokenEntity = defineEntity({
  name: 'RefreshTokenEntity',
  tableName: 'refresh_token',
  properties: {
    tokenHash: p.text().primary(),
    login: () => p.manyToOne(LoginEntity).deleteRule('cascade'),
    expiresAtMs: p.bigint('number'),
    /** Epoch ms by the database's clock; null while it is good. */
    spentAtMs: p.bigint('number').nullable(),
    /** Makes, together with the token itself, its successor: for the few seconds in which it may be asked for again. */
    successorSalt: p.uint8array().nullable(),
  },
  indexes: [{ name: 'refresh_token_login', properties: ['login'] }],
});
