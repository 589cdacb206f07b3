import type { RegisteredHandler, Room } from '@colyseus/core';

/** What is open in this process now, of one kind of room. */
export interface OpenOfKind {
  room: string;
  rooms: number;
  clients: number;
}

/** Knows this process' open rooms of each kind that it is shown, from then on. */
export class OpenRooms {
  readonly #open = new Map<string, Set<Room>>();

  attend(handler: RegisteredHandler): void {
    const rooms = new Set<Room>();
    this.#open.set(handler.name, rooms);
    handler.on('create', (room: Room) => rooms.add(room));
    handler.on('dispose', (room: Room) => rooms.delete(room));
  }

  /** How many there are, by kind. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#open].map(([name, rooms]) => [name, rooms.size]));
  }

  /** The same with the clients in them: goes through all rooms. */
  standing(): OpenOfKind[] {
    return [...this.#open].map(([room, rooms]) => {
      let clients = 0;
      for (const each of rooms) clients += each.clients.length;
      return { room, rooms: rooms.size, clients };
    });
  }
}
