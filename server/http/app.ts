import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { HttpHandler } from '../transport/types.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { serveAdmin } from './handlers/admin.ts';
import { serveAudit } from './handlers/audit.ts';
import { serveAuth } from './handlers/auth.ts';
import { serveBacktests } from './handlers/backtests.ts';
import { serveBroadcasts } from './handlers/broadcasts.ts';
import { serveCrash } from './handlers/crash.ts';
import { serveDatasets } from './handlers/datasets.ts';
import { serveGrants } from './handlers/grants.ts';
import { serveInvites } from './handlers/invites.ts';
import { serveLimits } from './handlers/limits.ts';
import { serveMatchmaking } from './handlers/matchmaking.ts';
import { serveOdds } from './handlers/odds.ts';
import { serveDocument, serveOperations } from './handlers/operations.ts';
import { serveOperatorBanners } from './handlers/operatorBanners.ts';
import { serveOperatorRounds } from './handlers/operatorRounds.ts';
import { serveOperatorTables } from './handlers/operatorTables.ts';
import { serveOverview } from './handlers/overview.ts';
import { servePlayer } from './handlers/player.ts';
import { servePlayers } from './handlers/players.ts';
import { servePrivacy } from './handlers/privacy.ts';
import { serveSeeds } from './handlers/seeds.ts';
import { serveStrategies } from './handlers/strategies.ts';
import { serveColyseusTools } from './handlers/tools.ts';
import { serveWatch } from './handlers/watch.ts';
import { refuseWith } from './refuse.ts';
import type { HttpApp } from './serve.ts';
import { createStaticFiles } from './staticFiles.ts';
import { tracked } from './tracked.ts';

/** Never the client's app: what is missing below these is missing. */
const NOT_PAGES = /^\/(api|matchmake|colyseus|\.well-known)(\/|$)/;

/** All of HTTP behind one function: the API, Colyseus' matchmaking and the built client. */
export function createHttpApp(deps: HttpDeps): HttpHandler {
  const app: HttpApp = new OpenAPIHono();
  serveOperations(app, deps);
  serveAuth(app, deps);
  serveInvites(app, deps);
  servePrivacy(app, deps);
  servePlayer(app, deps);
  serveLimits(app, deps);
  serveCrash(app, deps);
  serveOdds(app, deps);
  serveSeeds(app, deps);
  serveDatasets(app, deps);
  serveBacktests(app, deps);
  serveStrategies(app, deps);
  serveAdmin(app, deps);
  serveOverview(app, deps);
  serveBroadcasts(app, deps);
  serveOperatorTables(app, deps);
  serveOperatorRounds(app, deps);
  serveOperatorBanners(app, deps);
  serveAudit(app, deps);
  servePlayers(app, deps);
  serveGrants(app, deps);
  serveWatch(app, deps);
  serveColyseusTools(app, deps);
  serveMatchmaking(app, deps);
  serveDocument(app, deps);
  serveClient(app, deps);
  app.notFound(() => refuseWith('not_found'));
  app.onError((error, context) => answerError(error, context.env, deps));

  return tracked(app, deps);
}

function serveClient(app: HttpApp, deps: HttpDeps): void {
  const staticFile = createStaticFiles(deps.staticDir);
  app.get('*', async (context, next) => {
    if (NOT_PAGES.test(context.req.path)) return next();
    const response = await staticFile(context.req.raw);
    if (response === null) return next();
    context.env.matched.pattern = 'client';
    return response;
  });
}

/** An exception on its way out: a body that is no JSON, a database that is away, or a bug of ours. */
function answerError(
  error: unknown,
  { log, matched }: HttpEnv['Bindings'],
  { isOutage }: HttpDeps,
): Response {
  if (error instanceof HTTPException) {
    const field = error.status === 415 ? 'content-type' : 'body';
    return refuseWith('invalid_request', { field, problem: error.message });
  }
  if (isOutage(error)) return refuseWith('store_unavailable');
  const route = matched.pattern;
  log.line.error({ code: 'internal', err: error, route }, 'an HTTP handler met a bug');
  return refuseWith('internal');
}
