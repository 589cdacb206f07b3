import { matchMaker, type RegisteredHandler, type Room } from '@colyseus/core';
import type { Player } from '../../domain/identity/port.ts';
import { type Failure, failure } from '../../domain/protocol/errors.ts';
import type { Result } from '../../domain/result.ts';
import type { Seat } from '../../rooms/requests.ts';

/**
 * Whether somebody may come back to a seat by its reconnection token; null: yes. @param accessToken what they show of
 * themselves; undefined where they show nothing
 */
export type Return = (
  roomId: string,
  reconnectionToken: string,
  accessToken: string | undefined,
) => Promise<Failure | null>;

/**
 * Colyseus asks for the reconnection token alone, and ends its owner's connection for whoever shows it. Here a player's seat
 * takes the player's access token, too, before anything of the owner's is touched.
 */
export interface Returns {
  /** At matchmaking, in any process: that of the room is asked. */
  ask: Return;
  /**
   * At the socket, in the room's process: its owner has just asked matchmaking, or shows an access token here, as Colyseus'
   * own SDK does when it comes back by itself, with the token that it once joined with.
   */
  take: Return;
  /** Rooms of this kind can be asked from other processes. */
  attend(handler: RegisteredHandler): void;
}

/** What matchmaking asks a room, as Colyseus calls rooms from afar. */
interface Asked {
  seatIsOf(reconnectionToken: string, playerId: string | null): 'theirs' | 'nobodys' | 'anothers';
}

interface Identity {
  authenticate(accessToken: string): Promise<Result<Player>>;
  /** The same for one that has expired since. */
  issuedTo(accessToken: string): Promise<Result<Player>>;
  nowMs(): number;
}

/** From matchmaking's answer to the socket; Colyseus' own reservations last as long. */
const GRANTED_MS = 15_000;
/** Nobody has more: a room holds so many seats at most, and each has one token. */
const MOST_GRANTS = 10_000;

export function createReturns({ authenticate, issuedTo, nowMs }: Identity): Returns {
  /** Until when matchmaking's word counts, by reconnection token; those of this process' rooms. */
  const granted = new Map<string, number>();

  function seatIsOf(room: Room, token: string, playerId: string | null): ReturnType<Asked['seatIsOf']> {
    const owner = ownerOf(room, token);
    if (owner === null) return 'nobodys';
    if (owner !== playerId) return 'anothers';
    granted.delete(token);
    for (const [oldest, untilMs] of granted) {
      if (untilMs > nowMs() && granted.size < MOST_GRANTS) break;
      granted.delete(oldest);
    }
    granted.set(token, nowMs() + GRANTED_MS);
    return 'theirs';
  }

  function isGranted(token: string): boolean {
    const untilMs = granted.get(token) ?? 0;
    granted.delete(token);
    return untilMs > nowMs();
  }

  async function shown(accessToken: string | undefined, by: Identity['authenticate']) {
    return accessToken === undefined ? null : by(accessToken);
  }

  return {
    async ask(roomId, reconnectionToken, accessToken) {
      const known = matchMaker.getLocalRoomById(roomId) ?? (await matchMaker.driver.findOne({ roomId }));
      // Of a room that is gone Colyseus says so.
      if (!known) return null;
      const player = await shown(accessToken, authenticate);
      if (player !== null && !player.ok) return player.error;
      const whose = await matchMaker.remoteRoomCall<Room & Asked>(roomId, 'seatIsOf', [
        reconnectionToken,
        player?.value.id ?? null,
      ]);
      if (whose !== 'anothers') return null;
      return failure(player === null ? 'unauthorized' : 'forbidden');
    },
    async take(roomId, reconnectionToken, accessToken) {
      const room = matchMaker.getLocalRoomById(roomId);
      const owner = room === undefined ? null : ownerOf(room, reconnectionToken);
      if (owner === null) return null;
      const player = await shown(accessToken, issuedTo);
      // One who shows that they are somebody else is not helped by the owner's having asked.
      if (player === null) return isGranted(reconnectionToken) ? null : failure('unauthorized');
      if (!player.ok) return player.error;
      return player.value.id === owner ? null : failure('forbidden');
    },
    attend(handler) {
      handler.on('create', (room: Room & Partial<Asked>) => {
        room.seatIsOf = (token, playerId) => seatIsOf(room, token, playerId);
      });
    },
  };
}

/** What Colyseus keeps of seats that wait for their owners, by session: options, `auth`. */
interface Held {
  _reconnections: Record<string, [sessionId: string] | undefined>;
  _reservedSeats: Record<string, [options: unknown, auth: unknown] | undefined>;
}

/** Null where there is no such seat, or a spectator's. */
function ownerOf(room: Room, reconnectionToken: string): string | null {
  const { _reconnections, _reservedSeats } = room as unknown as Held;
  const seated = room.clients.find((client) => client.reconnectionToken === reconnectionToken)?.auth;
  const sessionId = Object.hasOwn(_reconnections, reconnectionToken)
    ? _reconnections[reconnectionToken]![0]
    : undefined;
  const held = sessionId === undefined ? undefined : _reservedSeats[sessionId]?.[1];
  return ((seated ?? held) as Seat | undefined)?.player?.id ?? null;
}
