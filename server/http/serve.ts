import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import { isPermission } from '../../domain/identity/permissions.ts';
import { STORABLE, unstorable } from '../../domain/protocol/unstorable.ts';
import { routeName } from '../../domain/rates/rates.ts';
import { audited } from './audited.ts';
import type { Definition } from './define.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { limitedByAddress, limitedByPlayer } from './limited.ts';
import { refuse, refuseWith, shapeFailure } from './refuse.ts';
import { strategyBody } from './strategyBody.ts';

export type HttpApp = OpenAPIHono<HttpEnv>;

/** Puts a defined route to work. Limits and its access are checked before anything of the request is looked at. */
export function serve<Route extends RouteConfig>(
  app: HttpApp,
  deps: HttpDeps,
  definition: Definition & { route: Route },
  handler: RouteHandler<Route, HttpEnv>,
): void {
  const { access, path, route, holdsStrategy, eachByItself } = definition;
  const pattern: MiddlewareHandler<HttpEnv> = async (context, next) => {
    context.env.matched.pattern = path;
    await next();
  };
  const honoPath = path.replaceAll(/\/{(.+?)}/g, '/:$1');
  const rates = deps.rates.route(routeName(route.method, path));
  app.on([route.method], [honoPath], pattern, limitedByAddress(rates, deps.clock));
  if (access === 'spectator') app.on([route.method], [honoPath], spectator(deps));
  else if (access !== 'public') app.on([route.method], [honoPath], signedIn(deps));
  if (access !== 'public') app.on([route.method], [honoPath], limitedByPlayer(rates, deps.clock));
  if (holdsStrategy) app.on([route.method], [honoPath], strategyBody);
  if (isPermission(access)) app.on([route.method], [honoPath], audited(deps, definition, access));
  // The generic route's handler type is the one that the call site was checked against.
  app.openapi(route, handler as never, checked(access === 'spectator', eachByItself) as never);
}

/** The token of a request; undefined without one, or with something else. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}

/** From now on every line about the request names its player. */
function known({ asker, log }: HttpEnv['Bindings'], playerId: string): void {
  asker.playerId = playerId;
  log.line = log.line.child({ playerId });
}

/** 401, then 403, then what the route itself checks. */
function signedIn({ auth, grants }: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const token = tokenOf(context.req.header('authorization'));
    if (token === undefined) return refuseWith('unauthorized');
    const authenticated = await auth.sessions.authenticate(token);
    if (!authenticated.ok) return refuse(authenticated.error);
    const player = authenticated.value;
    known(context.env, player.id);
    const welcomed = await grants.ensureWelcome(player);
    if (!welcomed.ok) {
      const { code } = welcomed.error;
      context.env.log.line.warn({ code }, 'the welcome grant is still to be booked');
    }
    context.set('player', player);
    return next();
  };
}

/** A player, or nobody; a token that fails is refused, since whoever sent it means to be somebody. */
function spectator({ auth }: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const authorization = context.req.header('authorization');
    if (authorization === undefined) {
      context.set('spectator', null);
      return next();
    }
    const token = tokenOf(authorization);
    if (token === undefined) return refuseWith('unauthorized');
    const authenticated = await auth.sessions.authenticate(token);
    if (!authenticated.ok) return refuse(authenticated.error);
    context.set('spectator', authenticated.value);
    known(context.env, authenticated.value.id);
    return next();
  };
}

/**
 * What is wrong with a part of a request that its schema has read.
 * @param strangersFirst who asks comes before it: without a token only what is public and right is answered
 * @param eachByItself the field whose items the handler looks at
 */
function checked(strangersFirst: boolean, eachByItself: string | null) {
  return (
    result: { success: true; data: object } | { success: false; error: z.ZodError },
    context: { var: HttpEnv['Variables'] },
  ): Response | undefined => {
    const field = result.success ? unstorable(result.data, eachByItself) : null;
    if (result.success && field === null) return undefined;
    if (strangersFirst && context.var.spectator === null) return refuseWith('unauthorized');
    if (!result.success) return refuse(shapeFailure(result.error));
    return refuseWith('invalid_request', { field, problem: STORABLE });
  };
}
