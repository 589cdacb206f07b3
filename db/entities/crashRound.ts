import { defineEntity, p } from '@mikro-orm/core';
import type { Gap } from '../../domain/crash/round.ts';
import type { TableRules } from '../../domain/crash/tables.data.ts';

/** A round. Its hash and bust are written by its settlement, and nothing changes it afterwards. */
export const CrashRoundEntity = defineEntity({
  name: 'CrashRoundEntity',
  tableName: 'crash_round',
  properties: {
    crashTable: p.text().primary(),
    game: p.bigint('number').primary(),
    chainId: p.integer(),
    phase: p.text().$type<'betting' | 'flying' | 'settled'>(),
    startedAtMs: p.bigint('number'),
    bettingEndsAtMs: p.bigint('number'),
    launchedAtMs: p.bigint('number').nullable(),
    betBookRoot: p.text().nullable(),
    rules: p.json().$type<TableRules>(),
    gaps: p.json().$type<Gap[]>().defaultRaw("'[]'"),
    hash: p.text().nullable(),
    bustHundredths: p.integer().nullable(),
    bustedAtMs: p.bigint('number').nullable(),
    betCount: p.integer().nullable(),
    stakedCoins: p.bigint('number').nullable(),
    paidCoins: p.bigint('number').nullable(),
    voidReason: p.text().nullable(),
  },
  indexes: [
    { name: 'crash_round_started', properties: ['startedAtMs', 'crashTable', 'game'] },
    {
      name: 'crash_round_blemished',
      expression:
        "create index crash_round_blemished on crash_round (crash_table) where gaps <> '[]' or void_reason is not null",
    },
  ],
  checks: [
    { name: 'crash_round_phase_check', expression: "phase in ('betting', 'flying', 'settled')" },
    { name: 'crash_round_secret_check', expression: "(phase = 'settled') = (hash is not null)" },
  ],
});
