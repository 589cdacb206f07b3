import { z } from '@hono/zod-openapi';
import { FOR_GOOD_MS } from '../../../domain/identity/administration.ts';
import { define } from '../define.ts';
import { GAME_NAMES, Game } from '../gameSchemas.ts';
import {
  jsonBody,
  PlayerDetailView,
  PlayerItemView,
  playerId,
  rank,
  reason,
  role,
} from '../operatorSchemas.ts';
import { SessionSummary } from '../playerSchemas.ts';
import { PageQuery, pageOf, Transfer } from '../schemas.ts';

const params = z.object({ playerId });

export const players = define({
  access: 'seePlayers',
  action: 'players.search',
  method: 'get',
  path: '/api/admin/players',
  summary: 'Find players, in the order of their nicknames',
  request: {
    query: z.object({
      search: z.string().max(100).optional().describe('The beginning of a nickname, or an id'),
      role: role.optional(),
      banned: z.enum(['true', 'false']).optional(),
      limit: PageQuery.shape.limit,
      cursor: z
        .string()
        .regex(/^[\w-]{1,200}$/, 'must be the `next` of the page before')
        .optional(),
    }),
  },
  answer: pageOf('PlayerItemPage', PlayerItemView),
  answers: 'A page of players',
});

export const playerDetail = define({
  access: 'seePlayers',
  method: 'get',
  path: '/api/admin/players/{playerId}',
  summary: 'A player with balances, open sessions, sums and ranks',
  request: { params },
  answer: PlayerDetailView,
  answers: 'The player',
  refusals: ['not_found'],
});

export const playerGames = define({
  access: 'seePlayers',
  action: 'players.games',
  method: 'get',
  path: '/api/admin/players/{playerId}/games',
  summary: 'A player’s games, newest first',
  request: { params, query: PageQuery.extend({ game: z.enum(GAME_NAMES).optional() }) },
  answer: pageOf('PlayerGamePage', Game),
  answers: 'A page of games',
  refusals: ['not_found'],
});

export const playerTransfers = define({
  access: 'seePlayers',
  action: 'players.transfers',
  method: 'get',
  path: '/api/admin/players/{playerId}/transfers',
  summary: 'A player’s ledger lines, newest first',
  request: { params, query: PageQuery },
  answer: pageOf('PlayerTransferPage', Transfer),
  answers: 'A page of ledger lines',
  refusals: ['not_found'],
});

export const playerSessions = define({
  access: 'seePlayers',
  action: 'players.sessions',
  method: 'get',
  path: '/api/admin/players/{playerId}/sessions',
  summary: 'A player’s ended sessions, newest first',
  request: { params, query: PageQuery },
  answer: pageOf('PlayerSessionPage', SessionSummary),
  answers: 'A page of sessions',
  refusals: ['not_found'],
});

export const ban = define({
  access: 'banForADay',
  method: 'post',
  path: '/api/admin/players/{playerId}/ban',
  summary: 'Ban a player: no new stakes, and their rooms close once their open bets have ended',
  request: {
    params,
    body: jsonBody(
      z
        .object({
          untilMs: z
            .int()
            .min(1)
            .max(FOR_GOOD_MS)
            .nullable()
            .describe('Null: for good. More than 24 hours ahead needs `banForLong`'),
          reason,
        })
        .openapi('BanRequest'),
    ),
  },
  answer: PlayerItemView,
  answers: 'The player as it stands now',
  refusals: ['not_found'],
});

export const unban = define({
  access: 'banForADay',
  method: 'post',
  path: '/api/admin/players/{playerId}/unban',
  summary: 'Lift a ban that one could have set',
  request: { params, body: jsonBody(z.object({ reason }).openapi('UnbanRequest')) },
  answer: PlayerItemView,
  answers: 'The player as it stands now',
  refusals: ['not_found'],
});

export const setRank = define({
  access: 'setRanks',
  method: 'post',
  path: '/api/admin/players/{playerId}/rank',
  summary: 'Set a player’s rank',
  request: { params, body: jsonBody(z.object({ rank, reason }).openapi('RankRequest')) },
  answer: PlayerItemView,
  answers: 'The player as it stands now',
  refusals: ['not_found'],
});

export const setRole = define({
  access: 'setRoles',
  method: 'post',
  path: '/api/admin/players/{playerId}/role',
  summary: 'Set a player’s role; the last admin keeps it',
  request: { params, body: jsonBody(z.object({ role, reason }).openapi('RoleRequest')) },
  answer: PlayerItemView,
  answers: 'The player as it stands now',
  refusals: ['not_found'],
});
