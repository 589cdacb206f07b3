import { createAuthContext, matchMaker } from '@colyseus/core';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import type { Logger } from '../logger.ts';
import { meaningOf } from './colyseusErrors.ts';
import { corsHeaders, refusal } from './refusal.ts';

const ROUTE = /^\/matchmake\/([A-Za-z]+)\/([A-Za-z0-9_-]{1,64})$/;
type Method = 'joinOrCreate' | 'create' | 'join' | 'joinById' | 'reconnect';

/**
 * `POST /matchmake/{method}/{room name or id}`: what Colyseus' own router does, without its 200s and empty
 * 500s for exceptions whose code is no HTTP status; `create` is refused to all. Errors keep its shape `{code, error}`, `error` being ours.
 * @param onRefused counts refusals by code
 */
export function createMatchmaking(logger: Logger, onRefused: (code: ErrorCode) => void = () => {}) {
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const origin = request.headers.get('origin');
    const refuse = (code: ErrorCode) => {
      onRefused(code);
      return refusal(pathname, code, origin);
    };
    const [, method, room] = ROUTE.exec(pathname) ?? [];
    if (request.method !== 'POST' || !isMethod(method) || room === undefined) return refuse('not_found');
    if (matchMaker.state === matchMaker.MatchMakerState.SHUTTING_DOWN) return refuse('draining');

    // Rooms are opened by the server itself: a client that could would fill the memory with them.
    if (method === 'create') return refuse('forbidden');

    const options = await readOptions(request);
    if (options === null) return refuse('invalid_request');
    try {
      const context = createAuthContext({ headers: request.headers, req: request });
      const seat = await matchMaker[method](room, options, context);
      return Response.json(seat, { headers: corsHeaders(origin) });
    } catch (error) {
      const { code, number, bug } = meaningOf(error);
      onRefused(code);
      if (bug) logger.error({ code, err: error, method, room }, 'matchmaking threw');
      else logger.debug({ code, number, method, room }, 'matchmaking refused');
      return Response.json({ code: number, error: code }, { status: number, headers: corsHeaders(origin) });
    }
  };
}

function isMethod(method: string | undefined): method is Method {
  return method !== undefined && matchMaker.controller.exposedMethods.includes(method);
}

/** The options are a JSON object; none at all counts as `{}`. Null when they are anything else. */
async function readOptions(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text();
  if (text.trim() === '') return {};
  try {
    const options: unknown = JSON.parse(text);
    return typeof options === 'object' && options !== null && !Array.isArray(options)
      ? (options as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
