import { z } from '@hono/zod-openapi';
import { ERRORS, type ErrorCode } from '../../../domain/protocol/errors.ts';
import { define } from '../define.ts';
import { atMs, PageQuery, pageOf } from '../schemas.ts';

const AuditLineView = z
  .object({
    id: z.int(),
    atMs,
    requestId: z.uuid().describe('Lines of one call share it'),
    actorId: z.uuid(),
    actorNickname: z.string(),
    actorRole: z.enum(['player', 'moderator', 'admin']),
    action: z.string(),
    target: z.string(),
    before: z.unknown().describe('JSON; null where there was nothing'),
    after: z.unknown(),
    reason: z.string().nullable(),
    outcome: z
      .enum(['asked', 'done', 'refused'])
      .describe('`asked` is written before anything is changed; how it ended follows'),
    code: z
      .enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])
      .nullable()
      .describe('Why it was refused'),
    address: z.string().describe('Of the peer'),
  })
  .openapi('AuditLine');

export const audit = define({
  access: 'seeAudit',
  method: 'get',
  path: '/api/admin/audit',
  summary: 'What operators did and tried to do, newest first',
  request: {
    query: PageQuery.extend({
      actor: z.uuid().optional().describe('An operator’s id'),
      action: z.string().max(100).optional(),
      target: z.string().max(200).optional().describe('An id or name, in full'),
    }),
  },
  answer: pageOf('AuditPage', AuditLineView),
  answers: 'A page of the audit',
});
