import { OpenAPIHono, type RouteConfig, type RouteHandler } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Player } from '../../domain/identity/port.ts';
import type { Peer } from '../transport/types.ts';
import type { Access } from './define.ts';
import type { HttpDeps } from './deps.ts';
import { refuse, refuseWith, shapeFailure } from './refuse.ts';

export interface HttpEnv {
  Bindings: {
    peer: Peer;
    /** The matched route's pattern, for metrics: paths would be without bound. */
    matched: { pattern: string };
  };
  Variables: {
    /** Set where the route's access is `player`. */
    player: Player;
  };
}

export type HttpApp = OpenAPIHono<HttpEnv>;

export function createRouter(): HttpApp {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => (result.success ? undefined : refuse(shapeFailure(result.error))),
  });
}

/** Puts a defined route to work. Its access is checked before anything of the request is looked at. */
export function serve<Route extends RouteConfig>(
  app: HttpApp,
  deps: HttpDeps,
  definition: { access: Access; path: string; route: Route },
  handler: RouteHandler<Route, HttpEnv>,
): void {
  const { access, path, route } = definition;
  const pattern: MiddlewareHandler<HttpEnv> = async (context, next) => {
    context.env.matched.pattern = path;
    await next();
  };
  const honoPath = path.replaceAll(/\/{(.+?)}/g, '/:$1');
  app.on([route.method], [honoPath], pattern);
  if (access === 'player') app.on([route.method], [honoPath], signedIn(deps));
  // The generic route's handler type is the one that the call site was checked against.
  app.openapi(route, handler as never);
}

/** 401, then 403, then what the route itself checks. */
function signedIn({ auth, grants, logger }: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (token === undefined) return refuseWith('unauthorized');
    const authenticated = await auth.sessions.authenticate(token);
    if (!authenticated.ok) return refuse(authenticated.error);
    const player = authenticated.value;
    const welcomed = await grants.ensureWelcome(player);
    if (!welcomed.ok) {
      const { code } = welcomed.error;
      logger.warn({ playerId: player.id, code }, 'the welcome grant is still to be booked');
    }
    context.set('player', player);
    return next();
  };
}
