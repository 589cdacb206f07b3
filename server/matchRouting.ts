import { type IRoomCache, matchMaker } from '@colyseus/core';
import { failure } from '../domain/protocol/errors.ts';
import type { Match } from '../domain/rps/match.ts';
import type { RoomPorts } from '../rooms/ports.ts';
import { refuseJoin, type Seat } from '../rooms/requests.ts';
import { hostOf } from '../rooms/rps_match/hosting.ts';
import { storedMatch, unfinishedMatchId } from '../rooms/rps_match/matchStore.ts';
import { playerSeatOf } from '../rooms/seat.ts';
import type { RoomRoute } from './transport/matchmaking.ts';

/** Each try starts from what is stored by then: another process may take the match over meanwhile. */
const TRIES = 5;
const PAUSE_MS = 50;

type SeatReservation = ReturnType<typeof matchMaker.buildSeatReservation>;

/**
 * How players come to `rps_match` rooms. A player whose match is not finished is led to the room that hosts it,
 * at whatever stake it asked for; if that room's process is gone, a new room takes the match over. Everybody else
 * joins by the stake; of a client's options nothing else is handed on. Throws as Colyseus' matchmaking does.
 */
export function createMatchRouting(ports: RoomPorts): RoomRoute {
  return async (method, options, context) => {
    const seat = await playerSeatOf(ports, context.token, context);
    const refusal = ports.refusal();
    if (refusal !== null) refuseJoin(failure(refusal));
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const match = await unfinishedMatch(ports, seat.player!.id);
      if (match === null) {
        const find = method === 'join' ? matchMaker.join : matchMaker.joinOrCreate;
        return find('rps_match', { betCoins: options.betCoins }, context);
      }
      const room = (await hostOf(match)) ?? (await newHost(match));
      const reservation = room === null ? null : await readmitted(room, seat);
      if (reservation !== null) return reservation;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
    }
    refuseJoin(failure('busy'));
  };
}

async function unfinishedMatch(ports: RoomPorts, playerId: string): Promise<Match | null> {
  const matchId = await unfinishedMatchId(ports, playerId);
  if (!matchId.ok) refuseJoin(matchId.error);
  if (matchId.value === null) return null;
  const match = await storedMatch(ports, matchId.value);
  if (!match.ok) refuseJoin(match.error);
  return match.value;
}

/**
 * A room that has taken the match over; null when another one was faster. The room is open before it does: whoever
 * reads its name in the match finds it.
 */
async function newHost({ matchId, host, betCoins }: Match): Promise<IRoomCache | null> {
  const room = await matchMaker.createRoom('rps_match', { betCoins, reserved: true });
  const taken = await matchMaker.remoteRoomCall(room.roomId, 'takeOver' as never, [{ matchId, host }]);
  return taken ? room : null;
}

/** Null when the room closed meanwhile. */
async function readmitted(room: IRoomCache, seat: Seat): Promise<SeatReservation | null> {
  try {
    return (await matchMaker.remoteRoomCall(room.roomId, 'readmit' as never, [
      room,
      seat,
    ])) as SeatReservation;
  } catch {
    return null;
  }
}
