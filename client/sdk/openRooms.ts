import type { ConnectionStatus } from './roomLink.ts';
import { Emitter, type Readable } from './signal.ts';
import type { Broadcast } from './wire.ts';

interface OpenRoom {
  readonly status: Readable<ConnectionStatus>;
  readonly broadcasts: Emitter<Broadcast>;
  retryNow(): void;
  leave(): Promise<void>;
}

/** The rooms that are open, one for each key: asking again gives the one that is there. */
export class OpenRooms {
  readonly #rooms = new Map<string, OpenRoom>();
  /** What operators say in any of them, each once. */
  readonly broadcasts = new Emitter<Broadcast>();
  readonly #told = new Set<string>();

  /** @param make is given what the room must call when it is left */
  open<Room extends OpenRoom>(key: string, make: (onLeft: () => void) => Room): Room {
    const known = this.#rooms.get(key) as Room | undefined;
    if (known && known.status.value.state !== 'offline') return known;
    const room = make(() => {
      if (this.#rooms.get(key) === room) this.#rooms.delete(key);
    });
    this.#rooms.set(key, room);
    room.broadcasts.subscribe((broadcast) => this.#tell(broadcast));
    return room;
  }

  #tell(broadcast: Broadcast): void {
    if (this.#told.has(broadcast.id)) return;
    this.#told.add(broadcast.id);
    this.broadcasts.emit(broadcast);
  }

  all(): OpenRoom[] {
    return [...this.#rooms.values()];
  }
}
