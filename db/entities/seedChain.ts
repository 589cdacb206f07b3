import { defineEntity, p } from '@mikro-orm/core';

/** A seed chain's public half (FAIRNESS F1). */
export const SeedChainEntity = defineEntity({
  name: 'SeedChainEntity',
  tableName: 'seed_chain',
  properties: {
    id: p.integer().primary().generated('by default as identity'),
    crashTable: p.text(),
    length: p.integer(),
    terminator: p.text(),
    salt: p.text(),
    saltSource: p.text(),
    edgePercent: p.integer(),
    firstGame: p.bigint('number'),
    /** Earlier than its length says when it was replaced. */
    lastGame: p.bigint('number'),
    status: p.text().$type<'announced' | 'active' | 'finished'>(),
  },
  indexes: [
    {
      name: 'seed_chain_standing_unique',
      expression:
        "create unique index seed_chain_standing_unique on seed_chain (crash_table, status) where status <> 'finished'",
    },
  ],
  checks: [{ name: 'seed_chain_status_check', expression: "status in ('announced', 'active', 'finished')" }],
});
