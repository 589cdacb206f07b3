import { confirmAge } from '../definitions/limits.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveLimits(app: HttpApp, deps: HttpDeps): void {
  serve(app, deps, confirmAge, async (context) => {
    const { id } = context.var.player;
    await deps.identity.confirmAge(id);
    deps.auth.sessions.forget(id);
    return context.json({ ageConfirmed: true }, 200);
  });
}
