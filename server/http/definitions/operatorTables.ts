import { z } from '@hono/zod-openapi';
import { ROUND_STATUSES } from '../../../domain/crash/operatorReads.ts';
import { define } from '../define.ts';
import {
  keyHeader,
  OperatorRound,
  OperatorRoundDetail,
  OperatorTable,
  Reason,
  ReasonBody,
  VoidedRoundView,
} from '../operateSchemas.ts';
import { atMs, PageQuery, pageOf } from '../schemas.ts';

const table = z.string().min(1).max(64);
const params = z.object({ table });
const roundParams = z.object({
  table,
  game: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).openapi({ type: 'integer' }),
});
const time = z.coerce.number().pipe(atMs).optional().openapi({ type: 'integer' });

export const operatorTables = define({
  access: 'seeOverview',
  method: 'get',
  path: '/api/admin/tables',
  summary: 'The crash tables, who keeps them, and what operators have set',
  answer: pageOf('OperatorTablePage', OperatorTable),
  answers: 'All tables',
});

export const pauseTable = define({
  access: 'pauseTables',
  method: 'post',
  path: '/api/admin/tables/{table}/pause',
  summary: 'Pause a table after the round under way',
  request: { params, body: ReasonBody },
  answer: OperatorTable,
  answers: 'The table; one that was paused already stays as it was',
  refusals: ['not_found'],
});

export const resumeTable = define({
  access: 'pauseTables',
  method: 'post',
  path: '/api/admin/tables/{table}/resume',
  summary: 'Resume a paused table',
  request: { params, body: ReasonBody },
  answer: OperatorTable,
  answers: 'The table',
  refusals: ['not_found'],
});

export const limitTable = define({
  access: 'changeLimits',
  method: 'post',
  path: '/api/admin/tables/{table}/limits',
  summary: 'Change a table’s limits from its next round on, or go back to its rules',
  request: {
    params,
    body: {
      content: {
        'application/json': {
          schema: z.strictObject({
            minBetCoins: z.int().optional(),
            maxBetCoins: z.int().optional(),
            maxPayoutCoins: z.int().optional(),
            maxRoundPayoutCoins: z.int().optional(),
            limits: z.null().optional().describe('Null: back to the table’s rules'),
            reason: Reason,
          }),
        },
      },
      required: true,
    },
  },
  answer: OperatorTable,
  answers: 'The table; what is not named stays as it is set',
  refusals: ['not_found'],
});

export const operatorRounds = define({
  access: 'seeRounds',
  method: 'get',
  path: '/api/admin/rounds',
  summary: 'Crash rounds, newest first: what decides one is hidden until it has ended',
  request: {
    query: PageQuery.extend({
      cursor: z
        .string()
        .regex(/^\d{1,16}\.\d{1,16}~[\w-]{1,64}$/, 'must be the `next` of the page before')
        .optional(),
      table: table.optional(),
      player: z.uuid().optional().describe('Rounds that this player bet in'),
      status: z.enum(ROUND_STATUSES).optional(),
      fromMs: time.describe('Started at or after'),
      toMs: time.describe('Started at or before'),
    }),
  },
  answer: pageOf('OperatorRoundPage', OperatorRound),
  answers: 'A page of rounds',
});

export const operatorRound = define({
  access: 'seeRounds',
  action: 'rounds.readOne',
  method: 'get',
  path: '/api/admin/rounds/{table}/{game}',
  summary: 'A crash round with its bets and who made them',
  request: { params: roundParams },
  answer: OperatorRoundDetail,
  answers: 'The round',
  refusals: ['not_found'],
});

export const voidRound = define({
  access: 'voidRounds',
  method: 'post',
  path: '/api/admin/rounds/{table}/{game}/void',
  summary: 'Void a round that nobody plays any more: open stakes go back, and hash and bust are shown',
  request: { params: roundParams, headers: keyHeader('answer, as does any other'), body: ReasonBody },
  answer: VoidedRoundView,
  answers:
    'The voided round; again, and again the same. A live table’s is `forbidden`, reason `live`; a settled one `outdated`',
  refusals: ['not_found', 'outdated'],
});
