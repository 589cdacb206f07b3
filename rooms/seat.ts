import { failure } from '../domain/protocol/errors.ts';
import type { RoomPorts } from './ports.ts';
import { refuseJoin, type Seat } from './requests.ts';

/** The seat that a token stands for; without a token one is a spectator. A token that fails is refused. */
export async function seatOf(ports: RoomPorts, token: string | undefined): Promise<Seat> {
  if (!token) return { player: null };
  const authenticated = await ports.authenticate(token);
  if (!authenticated.ok) refuseJoin(authenticated.error);
  return { player: authenticated.value };
}

/** The same where a spectator has no business. */
export async function playerSeatOf(ports: RoomPorts, token: string | undefined): Promise<Seat> {
  if (!token) refuseJoin(failure('unauthorized'));
  return seatOf(ports, token);
}
