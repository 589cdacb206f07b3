import { defineEntity, p } from '@mikro-orm/core';

/** A code that lets people sign up. */
export const InviteEntity = defineEntity({
  name: 'InviteEntity',
  tableName: 'invite',
  properties: {
    code: p.text().primary(),
    /** An operator's id. */
    createdBy: p.uuid(),
    createdAtMs: p.bigint('number'),
    /** Null: never. */
    expiresAtMs: p.bigint('number').nullable(),
    /** Null: without limit. */
    maxUses: p.integer().nullable(),
    uses: p.integer().default(0),
  },
  indexes: [{ name: 'invite_age', properties: ['createdAtMs'] }],
  checks: [
    {
      name: 'invite_uses_check',
      expression: 'uses >= 0 and (max_uses is null or uses <= max_uses)',
    },
  ],
});
