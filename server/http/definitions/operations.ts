import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';

export const healthz = define({
  access: 'public',
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process is alive',
  answer: z.object({ alive: z.literal(true) }),
  answers: 'It is',
});

const Ready = z
  .object({ ready: z.boolean(), degraded: z.array(z.string()), checks: z.record(z.string(), z.unknown()) })
  .openapi('Readiness');

export const readyz = define({
  access: 'public',
  method: 'get',
  path: '/readyz',
  summary: 'Whether the process can serve, and what is away',
  answer: Ready,
  answers: 'It can, though perhaps degraded',
  also: { 503: 'It can’t' },
});

export const metrics = define({
  access: 'public',
  method: 'get',
  path: '/metrics',
  summary: 'Prometheus metrics, as text',
  answer: z.string(),
  media: 'text/plain',
  answers: 'The text',
});

export const openapi = define({
  access: 'public',
  method: 'get',
  path: '/openapi.json',
  summary: 'This document',
  answer: z.record(z.string(), z.unknown()),
  answers: 'OpenAPI 3.1',
});

export const jwks = define({
  access: 'public',
  method: 'get',
  path: '/.well-known/jwks.json',
  summary: 'Public keys of receipts, old ones too',
  answer: z
    .object({
      keys: z.array(
        z.looseObject({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string(), alg: z.string() }),
      ),
    })
    .openapi('JsonWebKeySet'),
  answers: 'A JWK set (RFC 7517)',
});
