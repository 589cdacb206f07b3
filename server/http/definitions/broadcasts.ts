import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { AudienceShape, BroadcastView, keyHeader, Level } from '../operateSchemas.ts';
import { atMs, PageQuery, pageOf } from '../schemas.ts';

export const broadcasts = define({
  access: 'sendBroadcasts',
  method: 'get',
  path: '/api/admin/broadcasts',
  summary: 'What operators said to many, newest first',
  request: { query: PageQuery },
  answer: pageOf('BroadcastPage', BroadcastView),
  answers: 'A page of broadcasts, over and to come',
});

export const sendBroadcast = define({
  access: 'sendBroadcasts',
  action: 'broadcasts.send',
  method: 'post',
  path: '/api/admin/broadcasts',
  summary: 'Say something to everybody, a room type, a table or a player: now, or from a time on',
  request: {
    headers: keyHeader('broadcast'),
    body: {
      content: {
        'application/json': {
          schema: z.strictObject({
            text: z.string().describe('1 to 2,000 characters'),
            level: Level,
            audience: AudienceShape,
            startsAtMs: atMs.optional().describe('Now, unless it is given'),
            expiresAtMs: atMs.describe('At most 30 days ahead'),
          }),
        },
      },
      required: true,
    },
  },
  answer: BroadcastView,
  answers: 'The broadcast',
  refusals: ['key_conflict'],
});

export const cancelBroadcast = define({
  access: 'sendBroadcasts',
  action: 'broadcasts.cancel',
  method: 'delete',
  path: '/api/admin/broadcasts/{broadcastId}',
  summary: 'Withdraw a broadcast: whoever joins from now on is not told',
  request: { params: z.object({ broadcastId: z.uuid() }) },
  answer: BroadcastView,
  answers: 'The broadcast, cancelled',
  refusals: ['not_found'],
});

export const sendNotice = define({
  access: 'sendNotices',
  action: 'notices.send',
  method: 'post',
  path: '/api/admin/notices',
  summary: 'Send a notice to one player: at once if they are here, and kept until they have seen it',
  request: {
    headers: keyHeader('notice'),
    body: {
      content: {
        'application/json': {
          schema: z.strictObject({
            playerId: z.uuid().transform((id) => id.toLowerCase()),
            text: z.string().describe('1 to 2,000 characters'),
            level: Level,
          }),
        },
      },
      required: true,
    },
  },
  answer: z.object({ sequence: z.int().describe('Among the player’s notices') }).openapi('SentNotice'),
  answers: 'It is kept',
  refusals: ['not_found', 'key_conflict'],
});
