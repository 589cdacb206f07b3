import { matchMaker, type Room } from '@colyseus/core';
import type { Player } from '../../domain/identity/port.ts';
import type { Result } from '../../domain/result.ts';
import type { Seat } from '../../rooms/requests.ts';

/**
 * Whether somebody may come back to a seat by its reconnection token. @param accessToken what they show of
 * themselves; undefined where they show nothing
 */
export type MayReturn = (
  roomId: string,
  reconnectionToken: string,
  accessToken: string | undefined,
) => Promise<boolean>;

/** What Colyseus keeps of seats that wait for their owners, by session: options, `auth`. */
interface Held {
  _reconnections: Record<string, [sessionId: string] | undefined>;
  _reservedSeats: Record<string, [options: unknown, auth: unknown] | undefined>;
}

/**
 * Colyseus asks for the token alone, and ends its owner's connection for whoever shows it to matchmaking. Here a token
 * does not bring one player into another one's seat: who is somebody comes back as that. Who shows nothing, or an access
 * token that has expired meanwhile, as Colyseus' own SDK does after half an hour, comes by the token alone: it is sent to its
 * owner only, and another one each time.
 */
export function createMayReturn(authenticate: (accessToken: string) => Promise<Result<Player>>): MayReturn {
  return async (roomId, reconnectionToken, accessToken) => {
    const owner = ownerOf(matchMaker.getLocalRoomById(roomId), reconnectionToken);
    if (owner === null || accessToken === undefined) return true;
    const shown = await authenticate(accessToken);
    return !shown.ok || shown.value.id === owner;
  };
}

/** Null where there is no such seat here, or a spectator's. */
function ownerOf(room: Room | undefined, reconnectionToken: string): string | null {
  if (room === undefined) return null;
  const { _reconnections, _reservedSeats } = room as unknown as Held;
  const seated = room.clients.find((client) => client.reconnectionToken === reconnectionToken)?.auth;
  const sessionId = Object.hasOwn(_reconnections, reconnectionToken)
    ? _reconnections[reconnectionToken]![0]
    : undefined;
  const held = sessionId === undefined ? undefined : _reservedSeats[sessionId]?.[1];
  return ((seated ?? held) as Seat | undefined)?.player?.id ?? null;
}
