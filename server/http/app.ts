import { HTTPException } from 'hono/http-exception';
import { corsHeaders, preflight } from '../transport/refusal.ts';
import type { HttpHandler } from '../transport/types.ts';
import type { HttpDeps } from './deps.ts';
import { serveAdmin } from './handlers/admin.ts';
import { serveAudit } from './handlers/audit.ts';
import { serveAuth } from './handlers/auth.ts';
import { serveBacktests } from './handlers/backtests.ts';
import { serveBroadcasts } from './handlers/broadcasts.ts';
import { serveCrash } from './handlers/crash.ts';
import { serveDatasets } from './handlers/datasets.ts';
import { serveGrants } from './handlers/grants.ts';
import { serveLimits } from './handlers/limits.ts';
import { serveOdds } from './handlers/odds.ts';
import { serveOperations } from './handlers/operations.ts';
import { serveOperatorBanners } from './handlers/operatorBanners.ts';
import { serveOperatorRounds } from './handlers/operatorRounds.ts';
import { serveOperatorTables } from './handlers/operatorTables.ts';
import { serveOverview } from './handlers/overview.ts';
import { servePlayer } from './handlers/player.ts';
import { servePlayers } from './handlers/players.ts';
import { serveSeeds } from './handlers/seeds.ts';
import { serveStrategies } from './handlers/strategies.ts';
import { codeOf, refuseWith } from './refuse.ts';
import { createRouter, type HttpApp } from './serve.ts';
import { createStaticFiles } from './staticFiles.ts';

/** Never the client's app: what is missing below these is missing. */
const NOT_PAGES = /^\/(api|matchmake|\.well-known)(\/|$)/;

/** All of HTTP behind one function: the API, Colyseus' matchmaking and the built client. */
export function createHttpApp(deps: HttpDeps): HttpHandler {
  const app = createRouter();
  serveOperations(app, deps);
  serveAuth(app, deps);
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
  serveMatchmaking(app, deps);
  serveClient(app, deps);
  app.notFound(() => refuseWith('not_found'));
  app.onError((error) => answerError(error, deps));

  return async (request, peer) => {
    const startedMs = performance.now();
    const origin = request.headers.get('origin');
    if (request.method === 'OPTIONS') return preflight(origin);
    // A HEAD is answered as its GET; the transport leaves the body out and keeps its length.
    const asked = request.method === 'HEAD' ? new Request(request, { method: 'GET' }) : request;
    const matched = { pattern: 'unmatched' };
    const response = await app.fetch(asked, { peer, matched });
    complete(response.headers, origin);
    const durationMs = performance.now() - startedMs;
    deps.metrics.httpRequest(request.method, matched.pattern, response.status, durationMs);
    const code = codeOf(response);
    if (code !== undefined) deps.metrics.error('http', code);
    return response;
  };
}

/** What every answer carries, whoever made it. */
function complete(headers: Headers, origin: string | null): void {
  const varies = headers.get('vary');
  for (const [name, value] of Object.entries(corsHeaders(origin))) headers.set(name, value);
  if (varies !== null && varies !== 'Origin') headers.set('vary', `${varies}, Origin`);
  headers.set('x-content-type-options', 'nosniff');
}

function serveMatchmaking(app: HttpApp, deps: HttpDeps): void {
  app.all('/matchmake/*', (context) => {
    context.env.matched.pattern = '/matchmake/{method}/{room}';
    return deps.colyseus(context.req.raw);
  });
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
function answerError(error: unknown, { isOutage, logger }: HttpDeps): Response {
  if (error instanceof HTTPException) {
    const field = error.status === 415 ? 'content-type' : 'body';
    return refuseWith('invalid_request', { field, problem: error.message });
  }
  if (isOutage(error)) return refuseWith('store_unavailable');
  logger.error({ code: 'internal', err: error }, 'an HTTP handler met a bug');
  return refuseWith('internal');
}
