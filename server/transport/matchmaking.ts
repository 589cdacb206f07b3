import { type AuthContext, createAuthContext, matchMaker } from '@colyseus/core';
import type { ErrorCode } from '../../domain/protocol/errors.ts';
import { refuseJoin } from '../../rooms/requests.ts';
import type { Logger } from '../logger.ts';
import { meaningOf } from './colyseusErrors.ts';
import { corsHeaders, refusal } from './refusal.ts';
import type { Return } from './returning.ts';

const ROUTE = /^\/matchmake\/([A-Za-z]+)\/([A-Za-z0-9_-]{1,64})$/;
type Method = 'joinOrCreate' | 'create' | 'join' | 'joinById' | 'reconnect';
type Seat = Awaited<ReturnType<typeof matchMaker.joinById>>;

/** How players come to a kind of room, where Colyseus' own way is not ours. */
export type RoomRoute = (
  method: Method,
  options: Record<string, unknown>,
  context: AuthContext,
) => Promise<Seat>;

/** How players come to a room by its id. `ask` is Colyseus' own way. */
export type RoomByIdRoute = (roomId: string, ask: () => Promise<Seat>) => Promise<Seat>;

/**
 * For rooms of one player each: every way to ask for one makes a new one, since nobody may be led into somebody
 * else's, and `joinOrCreate` would read the list of all rooms for nothing.
 */
export function ownRoom(name: string): RoomRoute {
  return (_method, options, context) => matchMaker.create(name, options, context);
}

/**
 * `POST /matchmake/{method}/{room name or id}`: what Colyseus' own router does, without its 200s and empty
 * 500s for exceptions whose code is no HTTP status. Errors keep its shape `{code, error}`, `error` being ours.
 * @param routes by room name: all asking for it by name goes there
 * @param byId all asking for a room by its id goes there
 * @param onRefused counts refusals by code
 * @param askReturn judges who comes back, before Colyseus ends the seat's connection for them
 */
export function createMatchmaking(
  logger: Logger,
  routes: Readonly<Record<string, RoomRoute>> = {},
  byId: RoomByIdRoute = (_roomId, ask) => ask(),
  onRefused: (code: ErrorCode) => void = () => {},
  askReturn: Return = async () => null,
) {
  return async (request: Request, log = logger): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const origin = request.headers.get('origin');
    const refuse = (code: ErrorCode) => {
      onRefused(code);
      return refusal(pathname, code, origin);
    };
    const [, method, room] = ROUTE.exec(pathname) ?? [];
    if (request.method !== 'POST' || !isMethod(method) || room === undefined) return refuse('not_found');
    if (matchMaker.state === matchMaker.MatchMakerState.SHUTTING_DOWN) return refuse('draining');

    const isById = method === 'joinById' || method === 'reconnect';
    const route = !isById && Object.hasOwn(routes, room) ? routes[room] : undefined;
    // The server opens what players share: a client that could would fill the memory with it.
    if (method === 'create' && route === undefined) return refuse('forbidden');

    const options = await readOptions(request);
    if (options === null) return refuse('invalid_request');
    try {
      const context = createAuthContext({ headers: request.headers, req: request });
      const ask = async () => {
        if (method === 'reconnect') {
          const token = String(options.reconnectionToken ?? '');
          const refused = await askReturn(room, token, context.token ?? undefined);
          if (refused !== null) refuseJoin(refused);
        }
        return matchMaker[method](room, options, context);
      };
      const seat = await (route ? route(method, options, context) : isById ? byId(room, ask) : ask());
      return Response.json(seat, { headers: corsHeaders(origin) });
    } catch (error) {
      const { code, number, bug } = meaningOf(error);
      onRefused(code);
      if (bug) log.error({ code, err: error, method, room }, 'matchmaking threw');
      else log.debug({ code, number, method, room }, 'matchmaking refused');
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
