import { z } from '@hono/zod-openapi';
import { MOST_GRANT_AMOUNT } from '../../../domain/ledger/adminGrant.ts';
import { ERRORS, type ErrorCode } from '../../../domain/protocol/errors.ts';
import { define } from '../define.ts';
import { currency, GrantedView, jsonBody, MOST_BULK_LINES, playerId, reason } from '../operatorSchemas.ts';

const amount = z.int().min(1).max(MOST_GRANT_AMOUNT);

export const grant = define({
  access: 'makeGrants',
  action: 'grants.make',
  method: 'post',
  path: '/api/admin/grants',
  summary: 'Give coins, credits or gems to a player, named by id or nickname',
  request: {
    headers: z.object({
      'idempotency-key': z.uuid().describe('The same key again gets the stored answer'),
    }),
    body: jsonBody(
      z
        .object({
          playerId: playerId.optional(),
          nickname: z.string().min(1).max(100).optional(),
          amount,
          currency,
          reason,
        })
        .openapi('GrantRequest'),
    ),
  },
  answer: GrantedView,
  answers: 'The grant',
  refusals: ['invalid_amount', 'not_found', 'key_conflict'],
});

const Line = z.unknown().openapi({
  type: 'object',
  description:
    'Looked at one by one: a wrong line is refused by itself. `playerId` or `nickname`; `key`: 1-100 characters, ' +
    'under which the line is given once, whoever sends it',
  required: ['key', 'amount', 'currency'],
  properties: {
    key: { type: 'string', minLength: 1, maxLength: 100 },
    playerId: { type: 'string', format: 'uuid' },
    nickname: { type: 'string' },
    amount: { type: 'integer', minimum: 1, maximum: MOST_GRANT_AMOUNT },
    currency: { type: 'string', enum: currency.options },
    reason: { type: 'string', maxLength: 500 },
  },
});

const LineResult = z
  .object({
    line: z.int().describe('From 1'),
    ok: z.boolean(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]).optional(),
    message: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional().describe('`field` names a bad field'),
    playerId: playerId.optional(),
    balance: z.int().optional(),
    repeated: z.boolean().optional(),
  })
  .openapi('GrantLineResult');

export const bulkGrant = define({
  access: 'makeGrants',
  action: 'grants.bulk',
  method: 'post',
  path: '/api/admin/grants/bulk',
  summary: 'Up to 1,000 grants at once, each of which stands for itself',
  eachByItself: 'lines',
  request: {
    body: jsonBody(
      z.object({ lines: z.array(Line).min(1).max(MOST_BULK_LINES), reason }).openapi('BulkGrantRequest'),
    ),
  },
  answer: z
    .object({
      items: z.array(LineResult).describe('In the order of the lines'),
      granted: z.int().describe('Lines that are given, now or before'),
      failed: z.int(),
    })
    .openapi('BulkGranted'),
  answers: 'What came of each line',
});
