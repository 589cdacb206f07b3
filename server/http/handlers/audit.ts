import { audit } from '../definitions/audit.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveAudit(app: HttpApp, deps: HttpDeps): void {
  serve(app, deps, audit, async (context) => {
    const { actor, action, target, limit, cursor } = context.req.valid('query');
    const page = await deps.audit.list({ actorId: actor, action, target }, limit, cursor ?? null);
    return context.json(page as never, 200);
  });
}
