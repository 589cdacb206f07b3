import { z } from '@hono/zod-openapi';
import { refusalsByStatus } from './define.ts';
import type { HttpApp } from './serve.ts';

const MatchmakingError = z.object({ code: z.int(), error: z.string() }).openapi('MatchmakingError');

/** The OpenAPI 3.1 document of all HTTP, Colyseus' matchmaking included. */
export function describeApi(app: HttpApp): Record<string, unknown> {
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/matchmake/{method}/{room}',
    summary: 'Colyseus’ matchmaking: answers the seat that a websocket then takes',
    'x-access': 'public',
    request: {
      params: z.object({
        method: z.enum(['joinOrCreate', 'create', 'join', 'joinById', 'reconnect']),
        room: z.string().describe('A room’s name, or its id for joinById and reconnect'),
      }),
      body: { content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
    },
    responses: {
      200: {
        description: 'A seat',
        content: {
          'application/json': {
            schema: z.looseObject({
              name: z.string(),
              sessionId: z.string(),
              roomId: z.string(),
              processId: z.string(),
              publicAddress: z.string().optional(),
            }),
          },
        },
      },
      default: {
        description: 'Colyseus’ own shape; `error` is a code of ours',
        content: { 'application/json': { schema: MatchmakingError } },
      },
    },
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Fairground',
      version: '1',
      description:
        'Times are epoch milliseconds, amounts integers, multipliers integers in hundredths. ' +
        'Every failure is `{error: {code, message, details}}`; docs/ERRORS.md lists the codes. ' +
        'What may answer `rate_limited` tells of its limits in `RateLimit-Limit`, `RateLimit-Remaining` and ' +
        '`RateLimit-Reset` (seconds).',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
  // Whatever a path does not list: unknown routes, and bodies that are refused while they are read.
  document['x-refusals'] = Object.keys(
    refusalsByStatus(['not_found', 'payload_too_large', 'request_timeout']),
  );
  return document as unknown as Record<string, unknown>;
}
