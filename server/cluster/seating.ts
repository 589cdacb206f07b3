import { type AuthContext, matchMaker } from '@colyseus/core';
import type { TablePlace } from '../../domain/cluster/port.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { refuseJoin } from '../../rooms/requests.ts';
import type { TablePlaces } from '../tableDirectory.ts';
import type { RoomByIdRoute, RoomRoute } from '../transport/matchmaking.ts';
import type { Membership } from './membership.ts';

const OTHERS_ANSWER_WITHIN_MS = 1_000;

/**
 * How players come to a crash table: to its one room, in whatever process it lives, which the directory of tables knows.
 * `busy` while it lives nowhere, or its process does not answer: it is being taken over, so try again.
 * @param reachesOthers whether other processes can be asked at all
 */
export function tableRoute(
  places: TablePlaces,
  membership: Pick<Membership, 'look' | 'self' | 'lives' | 'onLook'>,
  reachesOthers: () => boolean,
): RoomRoute {
  return async (method, options, context) => {
    // The table's keeper opens its room, nobody else.
    if (method === 'create') refuseJoin(failure('forbidden'));
    const seat = await authenticated('crash', options, context);
    const table = options.table as string;
    const known = places.place(table) ?? (await afterLook());
    if (known === null) refuseJoin(failure('busy', { table }));
    const taken = await seatIn(known, { table }, seat);
    if (taken !== null) return taken;
    void membership.look();
    refuseJoin(failure('busy', { table }));

    async function afterLook(): Promise<TablePlace | null> {
      await membership.look();
      return places.place(table);
    }
  };

  async function seatIn(place: TablePlace, options: object, seat: object) {
    const isHere = place.processId === membership.self.processId;
    const isReached = isHere ? matchMaker.getLocalRoomById(place.roomId) !== undefined : reachesOthers();
    if (!isReached) return null;
    const sessionId = crypto.randomUUID();
    try {
      const reserving = matchMaker.remoteRoomCall(
        place.roomId,
        '_reserveSeat' as never,
        [sessionId, options, seat],
        OTHERS_ANSWER_WITHIN_MS,
      );
      if (!(await whileItLives(membership, place.processId, reserving, () => false))) return null;
    } catch {
      return null;
    }
    const { roomId, processId, publicAddress } = place;
    return {
      name: 'crash',
      sessionId,
      roomId,
      processId,
      ...(publicAddress === '' ? {} : { publicAddress }),
    };
  }
}

/**
 * How players come back to a room by its id: of one whose process turns out to be gone the seat is no more, and whoever asks is
 * told so (`not_found`) when the cluster knows, instead of `busy` after Colyseus' time limit.
 */
export function roomByIdRoute(membership: Pick<Membership, 'self' | 'lives' | 'onLook'>): RoomByIdRoute {
  return async (roomId, ask) => {
    const room = await matchMaker.driver.findOne({ roomId });
    if (!room || room.processId === membership.self.processId) return ask();
    return whileItLives(membership, room.processId, ask(), () => refuseJoin(failure('not_found')));
  };
}

/** What a process answers, or what `otherwise` gives or throws as soon as the cluster knows that it is gone. */
async function whileItLives<Answer>(
  { lives, onLook }: Pick<Membership, 'lives' | 'onLook'>,
  processId: string,
  answer: Promise<Answer>,
  otherwise: () => Answer,
): Promise<Answer> {
  let end = () => {};
  const gone = new Promise<void>((resolve) => {
    end = onLook(() => lives(processId) || resolve());
  });
  try {
    return await Promise.race([answer, gone.then(otherwise)]);
  } finally {
    end();
    // Nobody waits any more: that it has failed since is no news.
    answer.catch(() => {});
  }
}

/** What Colyseus does first in each of its own ways to a room. */
async function authenticated(room: string, options: object, context: AuthContext): Promise<object> {
  const { onAuth } = matchMaker.getRoomClass(room) as unknown as {
    onAuth(token: string | undefined, options: object, context: AuthContext): Promise<object>;
  };
  return onAuth(context.token, options, context);
}
