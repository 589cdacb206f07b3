import { z } from '@hono/zod-openapi';
import { EXCLUSION_DAYS, PAUSE_HOURS } from '../../domain/limits/bars.ts';
import { atMs, coins, orNull } from './schemas.ts';

const limitOf = (unit: string) =>
  z.object({
    value: z.int().nullable().describe(`In ${unit}; null: none`),
    pending: orNull(z.object({ value: z.int().nullable(), fromAtMs: atMs })).describe(
      'A higher limit, or none, that was asked for: holds from then on',
    ),
    used: z
      .int()
      .nullable()
      .describe('In the period that runs; null: not counted, since the player has no limit at all'),
  });

const CoinLimit = limitOf('coins').openapi('CoinLimit');
const TimeLimit = limitOf('milliseconds').openapi('TimeLimit');

const overPeriods = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ day: schema, week: schema, month: schema });

const untilMs = atMs.nullable();

export const PlayLimitsView = z
  .object({
    stakeCoins: overPeriods(CoinLimit).describe('What may be staked'),
    lossCoins: overPeriods(CoinLimit).describe('What may be lost: staked less won'),
    playedMs: overPeriods(TimeLimit).describe('How long one may play'),
    resetsAtMs: overPeriods(atMs).describe('When the day, the week (from Monday) and the month end, in UTC'),
    pausedUntilMs: untilMs.describe('Nothing is staked before; null: no pause'),
    excludedUntilMs: untilMs.describe('Nothing is staked before; null: not excluded'),
  })
  .openapi('PlayLimits');

const wished = z.int().min(0).nullable().optional();
const wishedOf = z.strictObject({ day: wished, week: wished, month: wished }).optional();

export const LimitWishBody = z
  .strictObject({ stakeCoins: wishedOf, lossCoins: wishedOf, playedMs: wishedOf })
  .describe('What isn’t named stays; null: no limit')
  .openapi('LimitWish');

export const PauseBody = z
  .strictObject({ hours: z.int().min(PAUSE_HOURS.min).max(PAUSE_HOURS.max) })
  .openapi('Pause');

export const ExclusionBody = z
  .strictObject({
    days: z.int().min(EXCLUSION_DAYS.min).max(EXCLUSION_DAYS.max),
    confirm: z.literal(true).describe('It can’t be undone'),
  })
  .openapi('Exclusion');

export const RealityCheckView = z
  .object({
    startedAtMs: atMs.nullable().describe('Of the session that runs; null: none does'),
    playedMs: z.int().describe('In that session'),
    stakedCoins: coins,
    paidCoins: coins.describe('Stakes that came back included'),
    netCoins: coins,
    balanceCoins: coins.describe('At the same instant'),
  })
  .openapi('RealityCheck');
