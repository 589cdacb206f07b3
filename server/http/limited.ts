import type { Context, MiddlewareHandler } from 'hono';
import { rateFailure, type Standing, tighter } from '../../domain/rates/standing.ts';
import type { RouteRates } from '../rates/rates.ts';
import type { HttpDeps } from './deps.ts';
import type { HttpEnv } from './env.ts';
import { refuse } from './refuse.ts';

type Clock = HttpDeps['clock'];

/** Before anything else is done for whoever asks. */
export function limitedByAddress(rates: RouteRates, clock: Clock): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const standing = await rates.ofAddress(context.env.peer.address);
    return refusalBy(standing, context, clock) ?? next();
  };
}

/** Once it is known who asks. */
export function limitedByPlayer(rates: RouteRates, clock: Clock): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const { playerId } = context.env.asker;
    const standing = playerId === null ? null : await rates.ofPlayer(playerId);
    return refusalBy(standing, context, clock) ?? next();
  };
}

function refusalBy(standing: Standing | null, { env }: Context<HttpEnv>, clock: Clock): Response | null {
  if (standing === null) return null;
  env.limits.told = tighter(env.limits.told, standing);
  return standing.isOver ? refuse(rateFailure(standing, clock.nowMs())) : null;
}

/** What an answer tells of the limits. */
export function limitHeaders(told: Standing | null, nowMs: number): Record<string, string> {
  if (told === null) return {};
  const { limit, remaining, resetAtMs } = told;
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.max(0, Math.ceil((resetAtMs - nowMs) / 1_000))),
  };
}
