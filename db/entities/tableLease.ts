import { defineEntity, p } from '@mikro-orm/core';

/** Who runs a table, and what phase its money may move in. */
export const TableLeaseEntity = defineEntity({
  name: 'TableLeaseEntity',
  tableName: 'table_lease',
  properties: {
    name: p.text().primary(),
    crashTable: p.text(),
    owner: p.uuid().nullable(),
    fence: p.bigint('number'),
    expiresAt: p.datetime(),
    /** Until when the table was served, on its owner's clock. */
    heartbeatAtMs: p.bigint('number').nullable(),
    game: p.bigint('number').defaultRaw('0'),
    phase: p.text().default(''),
  },
});
