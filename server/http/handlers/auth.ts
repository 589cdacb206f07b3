import { createGuest } from '../../auth/guests.ts';
import { guest, refresh } from '../definitions/auth.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

export function serveAuth(app: HttpApp, deps: HttpDeps): void {
  const { sessions } = deps.auth;

  serve(app, deps, guest, async (context) => {
    const player = await createGuest(deps, context.req.valid('json'));
    return context.json(await sessions.issueSession(player), 200, { 'cache-control': 'no-store' });
  });

  serve(app, deps, refresh, async (context) => {
    const refreshed = await sessions.refresh(context.req.valid('json').refreshToken);
    if (!refreshed.ok) return refuse(refreshed.error);
    return context.json(refreshed.value, 200, { 'cache-control': 'no-store' });
  });
}
