import { defineEntity, p } from '@mikro-orm/core';

/** A crash bet: append-only, written by `ledger_post` together with its stake's transfer. */
export const CrashBetEntity = defineEntity({
  name: 'CrashBetEntity',
  tableName: 'crash_bet',
  properties: {
    betId: p.uuid().primary(),
    crashTable: p.text(),
    game: p.bigint('number'),
    playerId: p.uuid(),
    amountCoins: p.bigint('number'),
    autoCashoutHundredths: p.integer().nullable(),
    receivedAtMs: p.bigint('number'),
    sequence: p.integer(),
    /** The stake's transfer. */
    transferId: p.bigint('number'),
  },
  indexes: [{ name: 'crash_bet_round', properties: ['crashTable', 'game', 'playerId'] }],
});
