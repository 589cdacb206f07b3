import { exchangeWithRetry, type HttpDefaults, type HttpRequest } from './http.ts';
import type { Session } from './session.ts';

/** Requests of whoever is there. */
export interface Caller {
  /** Of the signed-in player; `unauthorized` without one. */
  asPlayer<T>(request: Omit<HttpRequest, 'token'>, idempotent: boolean): Promise<T>;
  /** With the player's token if there is a player: for what is partly public. */
  asAnyone<T>(request: Omit<HttpRequest, 'token'>): Promise<T>;
}

export function callerOf(http: HttpDefaults, session: Session): Caller {
  const asPlayer: Caller['asPlayer'] = (request, idempotent) => session.request(request, idempotent);
  return {
    asPlayer,
    asAnyone: <T>(request: Omit<HttpRequest, 'token'>) =>
      session.player.value ? asPlayer<T>(request, true) : exchangeWithRetry<T>(http, request, true),
  };
}
