import { defineEntity, p } from '@mikro-orm/core';

/** What an account staked on a UTC day, given back stakes taken off; written by `countStakes` only. */
export const StakedDayEntity = defineEntity({
  name: 'StakedDayEntity',
  tableName: 'staked_day',
  properties: {
    accountId: p.bigint('number').primary(),
    /** Days since 1970. */
    day: p.integer().primary(),
    stakedCoins: p.bigint('number'),
  },
});

/** Up to when all stakes are in `staked_day`: one row. */
export const StakeCountCursorEntity = defineEntity({
  name: 'StakeCountCursorEntity',
  tableName: 'stake_count_cursor',
  properties: {
    id: p.integer().primary().autoincrement(false),
    countedUntil: p.datetime(),
  },
});
