import { defineEntity, p } from '@mikro-orm/core';

/** How long the player of an account played on a UTC day, in whatever rooms and on whatever processes. */
export const PlayedDayEntity = defineEntity({
  name: 'PlayedDayEntity',
  tableName: 'played_day',
  properties: {
    accountId: p.bigint('number').primary(),
    /** Days since 1970. */
    day: p.integer().primary(),
    playedMs: p.bigint('number'),
  },
});

/** The stretch of play that runs, or the last one. */
export const PlaySessionEntity = defineEntity({
  name: 'PlaySessionEntity',
  tableName: 'play_session',
  properties: {
    accountId: p.bigint('number').primary().autoincrement(false),
    startedAtMs: p.bigint('number'),
    playedMs: p.bigint('number'),
    /** Up to here everything is counted. */
    untilMs: p.bigint('number'),
    /** The account's lines of the session have higher ids. */
    afterTransferId: p.bigint('number'),
  },
});
