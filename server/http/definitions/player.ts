import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { GAME_NAMES, Game, GameRecall } from '../gameSchemas.ts';
import { Me, SessionSummary, Statistics } from '../playerSchemas.ts';
import { Daily, PageQuery, pageOf, Transfer } from '../schemas.ts';

export const me = define({
  access: 'player',
  method: 'get',
  path: '/api/me',
  summary: 'Who is signed in, their balances and limits',
  answer: Me,
  answers: 'The player',
});

export const daily = define({
  access: 'player',
  method: 'post',
  path: '/api/me/daily',
  summary: 'Claim the daily grant, once a UTC day',
  request: {
    headers: z.object({
      'idempotency-key': z.uuid().optional().describe('The same key again gets the stored answer'),
    }),
  },
  answer: Daily,
  answers: 'The grant',
  refusals: ['already_claimed'],
});

export const history = define({
  access: 'player',
  method: 'get',
  path: '/api/me/history',
  summary: 'One’s games, newest first',
  request: { query: PageQuery.extend({ game: z.enum(GAME_NAMES).optional() }) },
  answer: pageOf('GamePage', Game),
  answers: 'A page of games',
});

export const game = define({
  access: 'player',
  method: 'get',
  path: '/api/games/{gameId}',
  summary: 'One of one’s games with every step, and what is needed to verify it',
  request: { params: z.object({ gameId: z.uuid() }) },
  answer: GameRecall,
  answers: 'The game',
  refusals: ['not_found'],
});

export const sessions = define({
  access: 'player',
  method: 'get',
  path: '/api/me/sessions',
  summary: 'One’s ended sessions of slots, gacha and rock-paper-scissors, newest first',
  request: { query: PageQuery },
  answer: pageOf('SessionPage', SessionSummary),
  answers: 'A page of sessions',
});

export const statistics = define({
  access: 'player',
  method: 'get',
  path: '/api/me/statistics',
  summary: 'One’s finished games added up: all of them, and by game',
  answer: Statistics,
  answers: 'The sums',
});

export const transfers = define({
  access: 'player',
  method: 'get',
  path: '/api/me/transfers',
  summary: 'One’s ledger lines, newest first',
  request: { query: PageQuery },
  answer: pageOf('TransferPage', Transfer),
  answers: 'A page of ledger lines',
});
