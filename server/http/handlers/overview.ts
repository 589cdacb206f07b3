import { overview } from '../definitions/overview.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveOverview(app: HttpApp, deps: HttpDeps): void {
  serve(app, deps, overview, async (context) => context.json({ counters: deps.counters() }, 200));
}
