import type { Context } from 'hono';
import type { SignedIn } from '../../../domain/identity/logins.ts';
import type { Player } from '../../../domain/identity/port.ts';
import { createGuest } from '../../auth/guests.ts';
import { signUp } from '../../auth/signUp.ts';
import {
  endLoginSession,
  guest,
  login,
  loginSessions,
  logout,
  logoutAll,
  refresh,
  signup,
} from '../definitions/auth.ts';
import type { HttpDeps } from '../deps.ts';
import { refuse, refuseWith } from '../refuse.ts';
import { type HttpApp, serve, tokenOf } from '../serve.ts';

/** Tokens are for the one who asked. */
const NOT_KEPT = { 'cache-control': 'no-store' };

export function serveAuth(app: HttpApp, deps: HttpDeps): void {
  const { sessions, logIn } = deps.auth;

  const told = (player: Player, type: 'signin.guest' | 'signin.login' | 'signin.signup'): void => {
    const { id, nickname, bot } = player;
    deps.events.publish({ type, player: { id, nickname }, bot, data: {} });
  };
  const opened = (context: Context, player: Player) =>
    sessions.issueSession(player, context.req.header('user-agent'));

  serve(app, deps, guest, async (context) => {
    const player = await createGuest(deps, context.req.valid('json'));
    const session = await opened(context, player);
    told(player, 'signin.guest');
    return context.json(session, 200, NOT_KEPT);
  });

  serve(app, deps, login, async (context) => {
    const loggedIn = await logIn(context.req.valid('json'), context.env.peer.address);
    if (!loggedIn.ok) return refuse(loggedIn.error);
    const session = await opened(context, loggedIn.value);
    told(loggedIn.value, 'signin.login');
    return context.json(session, 200, NOT_KEPT);
  });

  serve(app, deps, signup, async (context) => {
    const authorization = context.req.header('authorization');
    let guest: SignedIn | null = null;
    if (authorization !== undefined) {
      const authenticated = await sessions.authenticate(tokenOf(authorization) ?? '');
      if (!authenticated.ok) return refuse(authenticated.error);
      guest = authenticated.value;
    }
    const signedUp = await signUp(
      { ...deps, passwords: deps.auth.passwords },
      context.req.valid('json'),
      guest,
    );
    if (!signedUp.ok) return refuse(signedUp.error);
    const player = (await deps.identity.player(signedUp.value))!;
    const session =
      guest === null
        ? await opened(context, player)
        : await sessions.renew({ ...player, loginId: guest.loginId });
    told(player, 'signin.signup');
    return context.json(session, 200, NOT_KEPT);
  });

  serve(app, deps, refresh, async (context) => {
    const { refreshToken } = context.req.valid('json');
    const refreshed = await sessions.refresh(refreshToken, context.req.header('user-agent'));
    if (!refreshed.ok) return refuse(refreshed.error);
    return context.json(refreshed.value, 200, NOT_KEPT);
  });

  serve(app, deps, logout, async (context) => {
    const { id, loginId } = context.var.player;
    const ended = await sessions.end(id, loginId);
    return context.json({ ended: ended ? 1 : 0 }, 200);
  });

  serve(app, deps, logoutAll, async (context) =>
    context.json({ ended: await sessions.endAll(context.var.player.id) }, 200),
  );

  serve(app, deps, loginSessions, async (context) => {
    const { id, nickname, loginId: current } = context.var.player;
    const items = (await sessions.list(id)).map(({ loginId, ...login }) => ({
      sessionId: loginId,
      ...login,
      current: loginId === current,
    }));
    return context.json({ items, next: null, registered: await deps.auth.hasPassword(nickname) }, 200);
  });

  serve(app, deps, endLoginSession, async (context) => {
    const { sessionId } = context.req.valid('param');
    const ended = await sessions.end(context.var.player.id, sessionId);
    return ended ? context.json({ ended: 1 }, 200) : refuseWith('not_found');
  });
}
