import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from 'hono';
import { routeName } from '../../../domain/rates/rates.ts';
import { rateFailure, type Standing, tighter } from '../../../domain/rates/standing.ts';
import { refusal } from '../../transport/refusal.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../env.ts';
import { type HttpApp, tokenOf } from '../serve.ts';

const PATTERN = '/matchmake/{method}/{room}';

/** Colyseus' matchmaking, in its own shape. Who asks is the room's to judge; here it is only counted. */
export function serveMatchmaking(app: HttpApp, deps: HttpDeps): void {
  const { clock, metrics } = deps;
  const rates = deps.rates.route(routeName('post', PATTERN));

  app.all('/matchmake/*', async (context) => {
    const { env, req } = context;
    env.matched.pattern = PATTERN;
    const playerId = await playerOf(context);
    const ofAddress = await rates.ofAddress(env.peer.address);
    const ofPlayer = playerId === null || ofAddress?.isOver ? null : await rates.ofPlayer(playerId);
    for (const standing of [ofAddress, ofPlayer])
      if (standing !== null) env.limits.told = tighter(env.limits.told, standing);
    const { told } = env.limits;
    if (!told?.isOver) {
      const waitMs = deps.rates.joinPace(env.peer.address);
      if (waitMs === null) {
        metrics.error('matchmaking', 'busy');
        return refusal(req.path, 'busy', req.header('origin'));
      }
      if (waitMs > 0) await pause(waitMs);
      return deps.colyseus(req.raw, env.log.line);
    }
    metrics.error('matchmaking', 'rate_limited');
    deps.refused(playerId === null ? { address: env.peer.address } : { playerId }, 'rate_limited');
    return tooMany(req.path, told);
  });

  async function playerOf({ req }: Context<HttpEnv>): Promise<string | null> {
    const token = tokenOf(req.header('authorization'));
    if (token === undefined) return null;
    const authenticated = await deps.auth.sessions.authenticate(token);
    return authenticated.ok ? authenticated.value.id : null;
  }

  function tooMany(path: string, told: Standing): Response {
    const { details } = rateFailure(told, clock.nowMs());
    const response = refusal(path, 'rate_limited');
    response.headers.set('retry-after', String(Math.ceil((details.retryAfterMs as number) / 1_000)));
    return response;
  }
}
