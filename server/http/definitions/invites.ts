import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { inviteCode } from '../inviteCode.ts';
import { atMs, PageQuery, pageOf } from '../schemas.ts';

const InviteView = z
  .object({
    code: z.string(),
    createdBy: z.uuid(),
    createdAtMs: atMs,
    expiresAtMs: atMs.nullable(),
    maxUses: z.int().nullable().describe('Null: without limit'),
    uses: z.int(),
  })
  .openapi('Invite');

export const inviteState = define({
  access: 'public',
  method: 'get',
  path: '/api/invites/{code}',
  summary: 'Whether one can sign up with this code',
  request: { params: z.object({ code: z.string().max(100) }) },
  answer: z
    .object({ code: z.string(), state: z.enum(['valid', 'expired', 'used_up', 'unknown']) })
    .openapi('InviteState'),
  answers: 'What stands of it',
  refusals: ['store_unavailable'],
});

export const createInvite = define({
  access: 'manageInvites',
  method: 'post',
  path: '/api/admin/invites',
  action: 'invites.create',
  summary: 'Make an invite code',
  request: {
    body: {
      content: {
        'application/json': {
          schema: z
            .object({
              code: inviteCode.optional().describe('Made at random when left out'),
              expiresAtMs: atMs.optional(),
              maxUses: z.int().min(1).max(1_000_000).optional(),
            })
            .openapi('NewInvite'),
        },
      },
      required: true,
    },
  },
  answer: InviteView,
  answers: 'The code',
});

export const invites = define({
  access: 'manageInvites',
  method: 'get',
  path: '/api/admin/invites',
  action: 'invites.list',
  summary: 'All invite codes, newest first',
  request: { query: PageQuery },
  answer: pageOf('InvitePage', InviteView),
  answers: 'A page of invite codes',
});
