import { ERRORS } from '../../domain/protocol/errors.ts';
import { TOOLS_PATH } from '../tools/toolsPass.ts';
import { corsHeaders, preflight } from '../transport/refusal.ts';
import type { HttpHandler } from '../transport/types.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { limitHeaders } from './limited.ts';
import { codeOf, refuseWith } from './refuse.ts';
import type { HttpApp } from './serve.ts';

/** What a client or a proxy may call its request; anything else gets an id of ours. */
const REQUEST_ID = /^[\w.:+/=-]{8,128}$/;

/** Answers by the app, and sees to what every request has: its id, its headers, its place in metrics and log. */
export function tracked(app: HttpApp, deps: HttpDeps): HttpHandler {
  return async (request, peer) => {
    const startedMs = performance.now();
    const origin = request.headers.get('origin');
    const isForTools = new URL(request.url).pathname.startsWith(`${TOOLS_PATH}/`);
    // What the tools' cookie opens is for pages of this origin alone.
    if (request.method === 'OPTIONS') return isForTools ? refuseWith('forbidden') : preflight(origin);
    // A HEAD is answered as its GET; the transport leaves the body out and keeps its length.
    const asked = request.method === 'HEAD' ? new Request(request, { method: 'GET' }) : request;
    const requestId = requestIdOf(request) ?? deps.entropy.uuid();
    const env: HttpEnv['Bindings'] = {
      peer,
      requestId,
      matched: { pattern: 'unmatched' },
      asker: { playerId: null },
      limits: { told: null },
      log: { line: deps.logger.child({ requestId }) },
    };
    const response = await app.fetch(asked, env);
    complete(response.headers, isForTools ? {} : corsHeaders(origin), requestId);
    const told = limitHeaders(env.limits.told, deps.clock.nowMs());
    for (const [name, value] of Object.entries(told)) response.headers.set(name, value);
    const durationMs = performance.now() - startedMs;
    const [{ method }, { pattern: route }, { status }] = [request, env.matched, response];
    deps.metrics.httpRequest(method, route, status, durationMs);
    env.log.line.debug({ method, route, status, durationMs }, 'answered');
    const code = codeOf(response);
    if (code === undefined) return response;
    deps.metrics.error('http', code);
    // What is our own fault is no sign of a client that misbehaves.
    if (ERRORS[code].status < 500) {
      const { playerId } = env.asker;
      deps.refused(playerId === null ? { address: peer.address } : { playerId }, code);
    }
    return response;
  };
}

function requestIdOf(request: Request): string | undefined {
  const given = request.headers.get('x-request-id');
  return given !== null && REQUEST_ID.test(given) ? given : undefined;
}

/** What every answer carries, whoever made it. */
function complete(headers: Headers, cors: Record<string, string>, requestId: string): void {
  const varies = headers.get('vary');
  for (const [name, value] of Object.entries(cors)) headers.set(name, value);
  if (varies !== null && varies !== 'Origin') headers.set('vary', `${varies}, Origin`);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-request-id', requestId);
}
