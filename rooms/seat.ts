import type { AuthContext } from '@colyseus/core';
import { failure } from '../domain/protocol/errors.ts';
import type { RoomPorts } from './ports.ts';
import { refuseJoin, type Seat } from './requests.ts';

/** The seat that a token stands for; without a token one is a spectator. A token that fails is refused. */
export async function seatOf(
  ports: RoomPorts,
  token: string | undefined,
  { ip: address = '' }: Pick<AuthContext, 'ip'>,
): Promise<Seat> {
  if (!token) return { player: null, address };
  const authenticated = await ports.authenticate(token);
  if (!authenticated.ok) refuseJoin(authenticated.error);
  return { player: authenticated.value, address };
}

/** The same where a spectator has no business. */
export async function playerSeatOf(
  ports: RoomPorts,
  token: string | undefined,
  context: Pick<AuthContext, 'ip'>,
): Promise<Seat> {
  if (!token) refuseJoin(failure('unauthorized'));
  return seatOf(ports, token, context);
}
