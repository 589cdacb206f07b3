import { ColyseusSDK, type Room, type SeatReservation } from '@colyseus/sdk';
import { errorFromWire, FairgroundError } from './errors.ts';
import type { Scheduler } from './scheduler.ts';

export interface SeatHandlers {
  state(state: unknown): void;
  message(type: string, payload: unknown): void;
  closed(code: number): void;
}

/**
 * Colyseus' own client, reduced to one thing: taking a reserved seat. What we do ourselves instead:
 * matchmaking (it hides our error codes, and repeats the access token in the socket's URL) and reconnecting
 * (it gives up on a room younger than 5 s, keeps requests to send them later, and writes to the console).
 */
class SeatTaker extends ColyseusSDK {
  readonly #prepare: (room: Room) => void;

  constructor(url: string, prepare: (room: Room) => void) {
    super(url);
    this.#prepare = prepare;
    this.http.authToken = undefined;
  }

  /** The only moment before the socket opens: messages sent while joining find their handlers. */
  protected override createRoom<T>(name: string): Room<unknown, T> {
    const room = super.createRoom<T>(name) as Room<unknown, T>;
    this.#prepare(room as unknown as Room);
    return room;
  }
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
  const taker = new SeatTaker(url, (room) => {
    opened = room;
    room.reconnection.enabled = false;
    room.onMessage('*', (type: string | number, payload: unknown) => handlers.message(String(type), payload));
    room.onStateChange((state: unknown) => handlers.state(state));
    room.onLeave((code: number) => handlers.closed(code));
    room.onError(() => {});
  });
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = scheduler.after(withinMs, () =>
      reject(new FairgroundError('unreachable', { cause: 'join timed out' })),
    );
  });
  try {
    return await Promise.race([taker.consumeSeatReservation(reservation), late]);
  } catch (error) {
    if (opened) dropSocket(opened);
    if (error instanceof FairgroundError) throw error;
    throw new FairgroundError('unreachable', {
      cause: error instanceof Error ? error.message : String(error),
    });
  } finally {
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
