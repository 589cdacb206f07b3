import { defineEntity, p } from '@mikro-orm/core';
import type { CashoutReason } from '../../domain/crash/round.ts';

/** How a crash bet ended. A bet has at most one: the primary key says so. */
export const CrashBetEndEntity = defineEntity({
  name: 'CrashBetEndEntity',
  tableName: 'crash_bet_end',
  properties: {
    betId: p.uuid().primary(),
    outcome: p.text().$type<'cashed' | 'cancelled' | 'voided'>(),
    atHundredths: p.integer().nullable(),
    payoutCoins: p.bigint('number'),
    receivedAtMs: p.bigint('number'),
    sequence: p.integer(),
    reason: p.text().$type<CashoutReason>().nullable(),
    /** What was paid out or given back. */
    transferId: p.bigint('number'),
  },
  checks: [
    { name: 'crash_bet_end_outcome_check', expression: "outcome in ('cashed', 'cancelled', 'voided')" },
  ],
});
