import { createGuest } from '../../auth/guests.ts';
import { guest, login, refresh } from '../definitions/auth.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse } from '../refuse.ts';
import { type HttpApp, serve } from '../serve.ts';

/** Tokens are for the one who asked. */
const NOT_KEPT = { 'cache-control': 'no-store' };

export function serveAuth(app: HttpApp, deps: HttpDeps): void {
  const { sessions, logIn } = deps.auth;

  serve(app, deps, guest, async (context) => {
    const player = await createGuest(deps, context.req.valid('json'));
    return context.json(await sessions.issueSession(player), 200, NOT_KEPT);
  });

  serve(app, deps, login, async (context) => {
    const entered = await logIn(context.req.valid('json'), context.env.peer.address);
    if (!entered.ok) return refuse(entered.error);
    return context.json(await sessions.issueSession(entered.value), 200, NOT_KEPT);
  });

  serve(app, deps, refresh, async (context) => {
    const refreshed = await sessions.refresh(context.req.valid('json').refreshToken);
    if (!refreshed.ok) return refuse(refreshed.error);
    return context.json(refreshed.value, 200, NOT_KEPT);
  });
}
