import type { Room, SeatReservation } from '@colyseus/sdk';
import { errorFromWire, FairgroundError } from './errors.ts';
import type { Scheduler } from './scheduler.ts';

export interface SeatHandlers {
  state(state: unknown): void;
  message(type: string, payload: unknown): void;
  closed(code: number): void;
}

/**
 * Begins to load what takes seats, if it is not there yet: Colyseus' client is the larger half of this SDK, and a page can
 * show tables without it.
 */
export function prepareSeat(): void {
  // `takeSeat` is told of it when it can't be had.
  import('./seatTaker.ts').catch(() => {});
}

/** Opens the socket of a reservation. Throws `unreachable` if it is not joined within `withinMs`. */
export async function takeSeat(
  url: string,
  reservation: SeatReservation,
  handlers: SeatHandlers,
  scheduler: Scheduler,
  withinMs: number,
): Promise<Room> {
  let opened: Room | null = null;
  let isOver = false;
  const take = async (): Promise<Room> => {
    const { SeatTaker } = await import('./seatTaker.ts');
    if (isOver) throw new FairgroundError('unreachable', { cause: 'join timed out' });
    const taker = new SeatTaker(url, (room) => {
      opened = room;
      room.reconnection.enabled = false;
      room.onMessage('*', (type: string | number, payload: unknown) =>
        handlers.message(String(type), payload),
      );
      room.onStateChange((state: unknown) => handlers.state(state));
      room.onLeave((code: number) => handlers.closed(code));
      room.onError(() => {});
    });
    return taker.consumeSeatReservation(reservation);
  };
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = scheduler.after(withinMs, () =>
      reject(new FairgroundError('unreachable', { cause: 'join timed out' })),
    );
  });
  try {
    return await Promise.race([take(), late]);
  } catch (error) {
    if (opened) dropSocket(opened);
    if (error instanceof FairgroundError) throw error;
    throw new FairgroundError('unreachable', {
      cause: error instanceof Error ? error.message : String(error),
    });
  } finally {
    isOver = true;
    cancel();
  }
}

/**
 * Ends a socket whose peer may never answer the closing handshake: requests under way fail and the room
 * counts as left at once. Later events of the socket go nowhere.
 */
export function dropSocket(room: Room): void {
  const { connection } = room;
  if (!connection) return;
  const closed = connection.events.onclose;
  const ignore = () => {};
  connection.events.onmessage = ignore;
  connection.events.onerror = ignore;
  connection.events.onclose = ignore;
  closed?.({ code: 1006, reason: 'dropped' } as CloseEvent);
  try {
    connection.close();
  } catch {
    // It was not open yet, or is closed already.
  }
}

/** One request, one answer. `unreachable` when the socket closed or the answer did not come in time. */
export async function requestOnce<T>(
  room: Room,
  type: string,
  payload: unknown,
  withinMs: number,
): Promise<T> {
  try {
    return (await room.request(type, payload, { timeout: withinMs })) as T;
  } catch (error) {
    throw requestError(error);
  }
}

function requestError(error: unknown): FairgroundError {
  if (error instanceof Error && error.name === 'rejected') {
    return errorFromWire((error as Error & { reason?: unknown }).reason);
  }
  // A handler that threw answers with a numeric or textual `code`; a closed socket or a timeout has none.
  if (error instanceof Error && 'code' in error) return new FairgroundError('internal', {}, error.message);
  return new FairgroundError('unreachable', {
    cause: error instanceof Error ? error.message : String(error),
  });
}
