import { defineEntity, p } from '@mikro-orm/core';

/** Failed log-ins in a row of an account from an address; `pair` is a hash of both. */
export const LoginAttemptEntity = defineEntity({
  name: 'LoginAttemptEntity',
  tableName: 'login_attempt',
  properties: {
    pair: p.text().primary(),
    attempts: p.integer(),
    /** Epoch ms of the last one that was let through to its password. */
    lastAtMs: p.bigint('number'),
  },
  indexes: [{ name: 'login_attempt_age', properties: ['lastAtMs'] }],
});
