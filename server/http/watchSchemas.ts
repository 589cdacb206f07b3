import { z } from '@hono/zod-openapi';
import { atMs, coins, orNull } from './schemas.ts';

export const ReturnWatchView = z
  .object({
    game: z.enum(['crash', 'slots', 'gacha', 'rps']),
    variant: z.string().describe('Table, machine or banner; `house` for rock-paper-scissors'),
    measure: z.enum(['return', 'epicRate']),
    games: z.int().describe('Units since the test began: spins, throws, rounds with stakes, pulls'),
    betCoins: coins,
    paidCoins: coins,
    observed: z.number().describe('Mean of paid / staked, each unit alike'),
    expected: z.number().describe('What it should be by the published odds'),
    lowBand: z.number().describe('99.9 % band of the mean'),
    highBand: z.number(),
    eValue: z.number().describe('Evidence against the published odds: alarm at 1,000,000'),
    pValue: z.number().describe('1 / eValue, at most 1; valid whenever one looks'),
    alarmedAtMs: orNull(atMs),
    sinceMs: atMs,
  })
  .openapi('ReturnWatch');

export const WinnerView = z
  .object({
    playerId: z.uuid(),
    nickname: z.string(),
    game: z.string(),
    netCoins: coins.describe('Won less staked, of a UTC day'),
    thresholdCoins: coins,
    dayStartMs: atMs,
    atMs,
  })
  .openapi('Winner');

export const RejectedView = z
  .object({
    playerId: orNull(z.uuid()),
    nickname: z.string().nullable(),
    address: z.string().optional().describe('Where nobody was signed in'),
    rejected: z.int().describe('Within the minute'),
    byCode: z.record(z.string(), z.int()),
    minuteAtMs: atMs,
  })
  .openapi('Rejected');

export const AnomaliesView = z
  .object({
    returns: z.array(ReturnWatchView),
    winners: z.array(WinnerView).describe('Latest first, at most 100'),
    rejected: z.array(RejectedView).describe('Latest first, at most 100'),
  })
  .openapi('Anomalies');
