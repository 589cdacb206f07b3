import type { ConnectionStatus } from './roomLink.ts';
import type { Readable } from './signal.ts';

interface OpenRoom {
  readonly status: Readable<ConnectionStatus>;
  retryNow(): void;
  leave(): Promise<void>;
}

/** The rooms that are open, one for each key: asking again gives the one that is there. */
export class OpenRooms {
  readonly #rooms = new Map<string, OpenRoom>();

  /** @param make is given what the room must call when it is left */
  open<Room extends OpenRoom>(key: string, make: (onLeft: () => void) => Room): Room {
    const known = this.#rooms.get(key) as Room | undefined;
    if (known && known.status.value.state !== 'offline') return known;
    const room = make(() => {
      if (this.#rooms.get(key) === room) this.#rooms.delete(key);
    });
    this.#rooms.set(key, room);
    return room;
  }

  all(): OpenRoom[] {
    return [...this.#rooms.values()];
  }
}
