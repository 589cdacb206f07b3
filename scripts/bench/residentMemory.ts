import type { Room } from '@colyseus/sdk';
import { residentKib } from '../processUse.ts';
import { inParallel } from './players.ts';

/** What the warm-up leaves behind (code, pools) must not count as the clients'. */
const WARM_UP_CLIENTS = 200;
const SETTLE_MS = 5_000;

/**
 * Resident memory that each of so many clients adds to a process. Linux only: it reads /proc.
 * @param connect seats another client in its rooms, as many for each
 */
export async function residentPerClient(
  pid: number,
  clients: number,
  connect: () => Promise<Room[]>,
): Promise<Record<string, number>> {
  const warm = await inParallel(WARM_UP_CLIENTS, 10, connect);
  await settle();
  const before = residentKib(pid);
  const more = await inParallel(clients - WARM_UP_CLIENTS, 10, connect);
  await settle();
  const after = residentKib(pid);
  const rooms = [...warm, ...more].flat();
  const open = rooms.filter((room) => room.connection.isOpen).length;
  if (open !== clients * warm[0]!.length) throw new Error(`only ${open} of ${rooms.length} sockets are open`);
  await Promise.all(rooms.map((room) => room.leave()));
  return {
    clients,
    beforeKib: before,
    afterKib: after,
    kibPerClient: (after - before) / (clients - WARM_UP_CLIENTS),
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
