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
    heartbeatAt: p.datetime().nullable(),
    /** Last heartbeat of the owner before this one. */
    previousHeartbeatAt: p.datetime().nullable(),
    game: p.bigint('number').defaultRaw('0'),
    phase: p.text().default(''),
  },
});
