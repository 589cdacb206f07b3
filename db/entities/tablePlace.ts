import { defineEntity, p } from '@mikro-orm/core';

/** Where a table's room is, and what the list of tables shows of it: true while the lease has the same fence. */
export const TablePlaceEntity = defineEntity({
  name: 'TablePlaceEntity',
  tableName: 'table_place',
  properties: {
    crashTable: p.text().primary(),
    fence: p.bigint('number'),
    roomId: p.text(),
    processId: p.text(),
    publicAddress: p.text(),
    phase: p.text(),
    players: p.integer(),
  },
});
