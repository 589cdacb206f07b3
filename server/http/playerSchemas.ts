import { z } from '@hono/zod-openapi';
import { GAME_NAMES } from './gameSchemas.ts';
import { PlayLimitsView } from './limitSchemas.ts';
import { atMs, BalancesView, coins, PlayerView } from './schemas.ts';

const returnToPlayer = z.number().describe('Won per coin bet; 0 when nothing was bet');
const tally = z.record(z.string(), z.int()).describe('How often what came up');

export const Me = z
  .object({ player: PlayerView, balances: BalancesView, limits: PlayLimitsView })
  .openapi('Me');

export const SessionSummary = z
  .object({
    sessionId: z.uuid(),
    game: z.enum(['slots', 'gacha', 'rps']),
    variant: z.string(),
    startedAtMs: atMs,
    endedAtMs: atMs,
    durationMs: z.int(),
    rounds: z.int(),
    betCoins: coins,
    winCoins: coins,
    netCoins: coins,
    returnToPlayer,
    outcomes: tally,
  })
  .openapi('SessionSummary');

export const Totals = z
  .object({
    rounds: z.int(),
    betCoins: coins,
    wonCoins: coins.describe('All that was paid, stakes included'),
    netCoins: coins,
    returnToPlayer,
    biggestWinCoins: coins.describe('The largest payout of one game'),
    bestStreak: z.int().describe('The most games in a row that paid anything'),
  })
  .openapi('Totals');

export const Statistics = z
  .object({
    overall: Totals,
    games: z
      .array(
        Totals.extend({
          game: z.enum(GAME_NAMES),
          variant: z.string().describe('The crash table, machine or banner; `house` or `match`'),
          tally,
        }).openapi('GameTotals'),
      )
      .describe('Of crash, bets that flew to their end'),
    gacha: z.array(
      z.object({
        banner: z.string(),
        pity: z.int().describe('Pulls since the last Epic or better'),
        items: z.array(z.object({ item: z.string(), count: z.int() })),
      }),
    ),
  })
  .openapi('Statistics');
