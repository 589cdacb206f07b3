import { defineEntity, p } from '@mikro-orm/core';
import type { LimitKind } from '../../domain/limits/limits.ts';
import type { Period } from '../../domain/limits/periods.ts';

/** What a player limits themselves to. `account.limited` says whether there is any, or a bar. */
export const PlayLimitEntity = defineEntity({
  name: 'PlayLimitEntity',
  tableName: 'play_limit',
  properties: {
    accountId: p.bigint('number').primary(),
    kind: p.text().primary().$type<LimitKind>(),
    period: p.text().primary().$type<Period>(),
    /** Null: none. */
    value: p.bigint('number').nullable(),
    /** From `nextFromMs` on; where that is null, there is no other. */
    nextValue: p.bigint('number').nullable(),
    nextFromMs: p.bigint('number').nullable(),
  },
  checks: [
    { name: 'play_limit_kind_check', expression: "kind in ('stakeCoins', 'lossCoins', 'playedMs')" },
    { name: 'play_limit_period_check', expression: "period in ('day', 'week', 'month')" },
  ],
});

/** Until when a player stakes nothing, by their own wish. */
export const PlayBarEntity = defineEntity({
  name: 'PlayBarEntity',
  tableName: 'play_bar',
  properties: {
    accountId: p.bigint('number').primary().autoincrement(false),
    pausedUntilMs: p.bigint('number').nullable(),
    excludedUntilMs: p.bigint('number').nullable(),
  },
});

/** What a limited account staked and lost (staked less won) on a UTC day; written by `ledger_post`. */
export const LimitDayEntity = defineEntity({
  name: 'LimitDayEntity',
  tableName: 'limit_day',
  properties: {
    accountId: p.bigint('number').primary(),
    /** Days since 1970. */
    day: p.integer().primary(),
    stakedCoins: p.bigint('number'),
    lostCoins: p.bigint('number'),
  },
});
