import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';

const count = z.int().nonnegative();

const Counters = z
  .object({
    atMs: z.int(),
    members: count,
    players: count,
    watchers: count,
    connections: count,
    rooms: z.record(z.string(), count),
    gamesPerSecond: z.number(),
    betsPerSecond: z.number(),
    stakedCoinsPerSecond: z.number(),
    coinsInPlay: count,
    queue: z.object({ queued: count, running: count }),
    eventLoopDelayMs: z.number(),
    games: z.array(
      z.object({
        game: z.enum(['crash', 'slots', 'gacha', 'rps']),
        variant: z.string(),
        rounds: count,
        betCoins: count,
        paidCoins: count,
      }),
    ),
  })
  .openapi('Counters');

export const overview = define({
  access: 'seeOverview',
  method: 'get',
  path: '/api/admin/overview',
  summary: 'How the whole cluster stands right now',
  answer: z.object({ counters: Counters }),
  answers: 'The counters of the monitor: rates over the last 5 s, totals since the members started',
});
