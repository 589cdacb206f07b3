import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import { atMs } from '../schemas.ts';

export const openTools = define({
  access: 'useColyseusTools',
  action: 'tools.open',
  method: 'post',
  path: '/api/admin/tools',
  summary: 'Open Colyseus’ monitor and playground for ten minutes, by a cookie for /colyseus',
  answer: z
    .object({ monitor: z.string(), playground: z.string(), expiresAtMs: atMs })
    .openapi('ColyseusTools'),
  answers: 'Where they are; the cookie is set by this answer',
  refusals: ['not_found'],
});
