import type { AuthContext } from '@colyseus/core';
import type { z } from 'zod';
import { assert } from '../../domain/assert.ts';
import type { Player } from '../../domain/identity/port.ts';
import { failure } from '../../domain/protocol/errors.ts';
import { EndRequest } from '../../domain/protocol/session.ts';
import type { Result } from '../../domain/result.ts';
import type { RoomPorts } from '../ports.ts';
import {
  playerRequest,
  refuseJoin,
  type Seat,
  surroundings,
  timeRequest,
  unknownRequests,
} from '../requests.ts';
import { playerSeatOf } from '../seat.ts';
import type { House } from './house.ts';
import type { GameSession, SessionClient } from './session.ts';

/** The requests of a kind of session room. Made once: the rooms share them. */
export function sessionRequests<Odds>(ports: RoomPorts, room: string) {
  const around = surroundings(ports, room);
  const request = <T, Answer>(
    type: string,
    shape: z.ZodType<T>,
    work: (session: GameSession<Odds>, player: Player, message: T) => Promise<Result<Answer>>,
  ) =>
    playerRequest(around, type, shape, (player, message, client) => {
      const session = (client as SessionClient<Odds>).userData;
      assert(session !== undefined, `a client of ${room} without its session`);
      return work(session, player, message);
    });
  return {
    request,
    end: request('end', EndRequest, (session) => session.endByRequest()),
    time: timeRequest(around, () => ports.clock.nowMs()),
    answerUnknown: unknownRequests(around),
  };
}

/**
 * Who may open a session: a player (401), of what exists (404), in a process that takes more (503), with a place
 * left (429).
 * @param option the join option that names what is played; `known` says whether it exists (404)
 */
export function sessionSeat(house: House, option: { name: string; known(variant: string): boolean } | null) {
  const { ports } = house;
  return async (token: string, options: unknown, context: AuthContext): Promise<Seat> => {
    const seat = await playerSeatOf(ports, token, context);
    if (option !== null) {
      const field = option.name;
      const variant = (options as Record<string, unknown> | null)?.[field];
      if (typeof variant !== 'string') refuseJoin(failure('invalid_request', { field }));
      if (!option.known(variant)) refuseJoin(failure('not_found', { field }));
    }
    const refusal = ports.refusal();
    if (refusal !== null) refuseJoin(failure(refusal));
    if (!house.letIn(seat.player!)) refuseJoin(failure('limit_exceeded'));
    return seat;
  };
}
