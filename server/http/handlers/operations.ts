import { prepared } from '../../transport/prepared.ts';
import { healthz, jwks, metrics, openapi, readyz } from '../definitions/operations.ts';
import type { HttpDeps } from '../deps.ts';
import { describeApi } from '../openapi.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveOperations(app: HttpApp, deps: HttpDeps): void {
  serve(app, deps, healthz, (context) => context.json({ alive: true as const }, 200));

  serve(app, deps, readyz, async (context) => {
    const readiness = await deps.readiness();
    return context.json(readiness, (readiness.ready ? 200 : 503) as 200, { 'cache-control': 'no-store' });
  });

  serve(app, deps, metrics, async () => {
    const text = await deps.metrics.render();
    return new Response(text, { headers: { 'content-type': deps.metrics.contentType } }) as never;
  });

  serve(app, deps, jwks, (context) =>
    context.json({ keys: deps.auth.keys.publicJwks } as never, 200, {
      'cache-control': 'public, max-age=300',
    }),
  );
}

/**
 * The document of all routes that are there already. Written once, before anybody plays: it is the longest answer that is
 * not limited, and writing it holds the event loop for tens of milliseconds.
 */
export function serveDocument(app: HttpApp, deps: HttpDeps): void {
  let document: Buffer<ArrayBuffer>;
  serve(app, deps, openapi, () => prepared(document, { 'content-type': 'application/json' }) as never);
  document = Buffer.from(JSON.stringify(describeApi(app)));
}
