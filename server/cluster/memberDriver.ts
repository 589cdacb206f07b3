import type { IRoomCache, MatchMakerDriver } from '@colyseus/core';
import { RoomIndex } from './roomIndex.ts';
import { FOUND_BY_ALL, type SharedRooms } from './sharedRooms.ts';

type Conditions = Partial<IRoomCache> & Record<string, unknown>;

/**
 * Colyseus' list of rooms. Those of this process are in memory and found without a look elsewhere; the others know of them
 * through Redis, which is told afterwards. Looked for by a name: of most kinds only those of this process, because
 * players join where they land; by an id: in all.
 */
export class MemberDriver implements MatchMakerDriver {
  readonly #own = new RoomIndex();
  readonly #shared: SharedRooms | null;

  constructor(shared: SharedRooms | null) {
    this.#shared = shared;
    shared?.source(() => this.#own.all());
  }

  async has(roomId: string): Promise<boolean> {
    return this.#own.get(roomId) !== undefined || (await this.#shared?.get(roomId)) !== undefined;
  }

  async query(conditions: Conditions = {}): Promise<IRoomCache[]> {
    const own = this.#own.find(conditions);
    if (this.#shared === null) return own;
    if (conditions.name === undefined) return [...own, ...notOf(own, await this.#shared.all(conditions))];
    if (conditions.name !== FOUND_BY_ALL) return own;
    return [...own, ...notOf(own, await this.#shared.open(conditions))];
  }

  async findOne(conditions: Conditions): Promise<IRoomCache> {
    // The declared type knows no "none", which Colyseus asks for all the same.
    return (await this.#find(conditions)) as IRoomCache;
  }

  async #find(conditions: Conditions): Promise<IRoomCache | undefined> {
    if (conditions.roomId !== undefined) {
      return this.#own.get(conditions.roomId) ?? (await this.#shared?.get(conditions.roomId));
    }
    const [own] = this.#own.find(conditions);
    if (own !== undefined || this.#shared === null || conditions.name !== FOUND_BY_ALL) return own;
    return (await this.#shared.open(conditions))[0];
  }

  async findByIds(roomIds: string[]): Promise<Map<string, IRoomCache>> {
    const found = new Map<string, IRoomCache>();
    for (const roomId of roomIds) {
      const room = await this.#find({ roomId });
      if (room !== undefined) found.set(roomId, room);
    }
    return found;
  }

  update(
    room: IRoomCache,
    { $set, $inc }: Partial<{ $set: Partial<IRoomCache>; $inc: Partial<IRoomCache> }>,
  ): boolean {
    Object.assign(room, $set);
    const counts = room as unknown as Record<string, number>;
    for (const [field, by] of Object.entries($inc ?? {})) counts[field] = counts[field]! + (by as number);
    return this.#changed(room);
  }

  async insert(room: IRoomCache): Promise<boolean> {
    if (this.#own.get(room.roomId) !== undefined) return false;
    return this.persist(room, true);
  }

  persist(room: IRoomCache, create = false): boolean {
    if (!room.roomId) return false;
    if (create) this.#own.add(room);
    return this.#changed(room);
  }

  remove(roomId: string): boolean {
    if (!roomId) return false;
    const removed = this.#own.remove(roomId);
    if (removed) this.#shared?.removed(roomId);
    return removed;
  }

  /** Of this process' own rooms; those of processes that are gone are swept by `SharedRooms`. */
  async cleanup(processId: string): Promise<void> {
    for (const room of this.#own.find({ processId })) this.remove(room.roomId);
    await this.#shared?.flush();
  }

  clear(): void {
    for (const room of this.#own.all()) this.remove(room.roomId);
  }

  /** The connection is not ours to close. */
  shutdown(): void {}

  #changed(room: IRoomCache): boolean {
    if (this.#own.get(room.roomId) === undefined) return false;
    this.#shared?.changed(room);
    return true;
  }
}

function notOf(own: readonly IRoomCache[], others: IRoomCache[]): IRoomCache[] {
  const ids = new Set(own.map(({ roomId }) => roomId));
  return others.filter(({ roomId }) => !ids.has(roomId));
}
