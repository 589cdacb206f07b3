import { defineEntity, p } from '@mikro-orm/core';
import type { Measure, WatchPlan } from '../../domain/watch/plan.ts';

/** One run of a test of a game's return: what all members together have observed since it began. */
export const ReturnWatchEntity = defineEntity({
  name: 'ReturnWatchEntity',
  tableName: 'return_watch',
  properties: {
    game: p.text().$type<WatchPlan['game']>().primary(),
    variant: p.text().primary(),
    measure: p.text().$type<Measure>().primary(),
    /** Names all that it bets on: other odds are another test. */
    planHash: p.text().primary(),
    run: p.integer().primary(),
    plan: p.json().$type<WatchPlan>(),
    games: p.bigint('number'),
    betCoins: p.bigint('number'),
    paidCoins: p.bigint('number'),
    ratioSum: p.double(),
    ratioSquares: p.double(),
    expectedSum: p.double(),
    /** Natural logarithm of each wager's wealth. */
    logs: p.array().columnType('double precision[]').$type<number[]>(),
    sinceMs: p.bigint('number'),
    updatedAtMs: p.bigint('number'),
    alarmedAtMs: p.bigint('number').nullable(),
    endedAtMs: p.bigint('number').nullable(),
    endedBy: p.uuid().nullable(),
    endReason: p.text().nullable(),
  },
  uniques: [
    {
      name: 'return_watch_running_unique',
      expression:
        'create unique index return_watch_running_unique on return_watch (game, variant, measure, plan_hash) where ended_at_ms is null',
    },
  ],
});
