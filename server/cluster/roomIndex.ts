import type { IRoomCache } from '@colyseus/core';

/** Rooms by id and by name, so that neither looks through those of other kinds: there may be thousands of sessions. */
export class RoomIndex {
  readonly #byId = new Map<string, IRoomCache>();
  readonly #byName = new Map<string, Map<string, IRoomCache>>();

  get(roomId: string): IRoomCache | undefined {
    return this.#byId.get(roomId);
  }

  add(room: IRoomCache): void {
    this.#byId.set(room.roomId, room);
    const named = this.#byName.get(room.name) ?? new Map();
    this.#byName.set(room.name, named.set(room.roomId, room));
  }

  remove(roomId: string): boolean {
    const room = this.#byId.get(roomId);
    if (room === undefined) return false;
    this.#byId.delete(roomId);
    this.#byName.get(room.name)?.delete(roomId);
    return true;
  }

  all(): IterableIterator<IRoomCache> {
    return this.#byId.values();
  }

  find(conditions: Record<string, unknown>): IRoomCache[] {
    const { name } = conditions;
    const among = typeof name === 'string' ? (this.#byName.get(name)?.values() ?? []) : this.all();
    return [...among].filter((room) => matches(room, conditions));
  }
}

/** Fields that a kind of room is found by (`filterBy`) stand in its metadata. */
export function matches(room: IRoomCache, conditions: Record<string, unknown>): boolean {
  const fields = room as unknown as Record<string, unknown>;
  const metadata = room.metadata as Record<string, unknown> | undefined;
  return Object.entries(conditions).every(
    ([field, value]) => (field in fields ? fields[field] : metadata?.[field]) === value,
  );
}
