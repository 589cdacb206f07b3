import {
  type AuthContext,
  type Client,
  type ClientPrivate,
  ClientState,
  CloseCode,
  connectClientToRoom,
  matchMaker,
} from '@colyseus/core';
import { refuseJoin } from '../../rooms/requests.ts';
import { meaningOf } from './colyseusErrors.ts';
import { startLateness } from './lateness.ts';
import type { TransportSettings } from './types.ts';

/** What a websocket came for, read from its URL. */
export type Arrival =
  /** The SDK's latency probe. */
  | { type: 'ping' }
  | {
      type: 'room';
      roomId: string;
      sessionId: string;
      reconnectionToken: string | undefined;
      skipHandshake: boolean;
    }
  | { type: 'unknown' };

/** `/{processId}/{roomId}`, behind any prefix that a proxy may have added. */
const ROOM_PATH = /\/[\w-]+\/([\w-]+)$/;

export function readArrival(path: string, query: URLSearchParams): Arrival {
  const roomId = ROOM_PATH.exec(path)?.[1];
  const sessionId = query.get('sessionId');
  if (path === '/' && sessionId === null) return { type: 'ping' };
  if (!isId(roomId) || !isId(sessionId)) return { type: 'unknown' };
  const reconnectionToken = query.get('reconnectionToken') || undefined;
  return { type: 'room', roomId, sessionId, reconnectionToken, skipHandshake: query.has('skipHandshake') };
}

/** Colyseus looks rooms and seats up in plain objects, which have `constructor` and `__proto__` without having them. */
function isId(text: string | null | undefined): text is string {
  return text !== undefined && text !== null && text !== '' && !(text in Object.prototype);
}

/** How a transport ends a socket with a close code and a reason; never throws. */
type Close = (closeCode: number, reason: string) => void;

/**
 * Seats the client, or sends it an error frame and closes it with the code's name as the reason. The numbers
 * are Colyseus', because its SDK decides by them whether to try again.
 */
export async function seat(
  arrival: Extract<Arrival, { type: 'room' }>,
  client: Client & ClientPrivate,
  context: AuthContext,
  close: Close,
  settings: TransportSettings,
): Promise<void> {
  const { roomId, reconnectionToken, skipHandshake } = arrival;
  endUnlessJoined(client, close, settings);
  try {
    if (reconnectionToken !== undefined) {
      const refused = await settings.takeReturn(roomId, reconnectionToken, context.token ?? undefined);
      if (refused !== null) refuseJoin(refused);
    }
    await connectClientToRoom(matchMaker.getLocalRoomById(roomId), client, context, {
      ...(reconnectionToken === undefined ? {} : { reconnectionToken }),
      skipHandshake,
    });
  } catch (error) {
    const { code, number, bug } = meaningOf(error);
    settings.events.refused(code);
    if (bug) settings.logger.error({ code, err: error, roomId }, 'a room threw while a client joined');
    else settings.logger.debug({ code, number, roomId }, 'a client was not seated');
    client.error(number, code);
    close(reconnectionToken === undefined ? CloseCode.WITH_ERROR : CloseCode.FAILED_TO_RECONNECT, code);
  }
}

/**
 * Until a client has acknowledged the handshake the room keeps all that it is to be sent, without a bound. Who comes back beside
 * its own connection may never get one: of several at once Colyseus forgets all but the last.
 */
function endUnlessJoined(
  client: Client & ClientPrivate,
  close: Close,
  { joinTimeoutMs, events }: TransportSettings,
): void {
  startLateness(joinTimeoutMs, () => {
    if (client.state !== ClientState.JOINING) return;
    events.refused('request_timeout');
    close(CloseCode.WITH_ERROR, 'request_timeout');
  });
}
