import { type IRoomCache, initializeRoomCache, ServerError } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { ERRORS } from '../../domain/protocol/errors.ts';
import type { Log } from '../../rooms/ports.ts';
import type { RedisLink } from './redisLink.ts';
import { matches } from './roomIndex.ts';

/** Where Colyseus' driver keeps all rooms. */
const ALL_ROOMS = 'roomcaches';
/** The few that wait for players, so that looking for one does not read all. */
const OPEN_ROOMS = 'fairground:open_rooms';
/** The one kind of room to which players of all processes are led by what they ask for. */
export const FOUND_BY_ALL = 'rps_match';
const TELL_AFTER_MS = 20;
/** A room told to Redis as another process swept it would be missing: it is told once more. */
const TELL_AGAIN_AFTER_MS = 5_000;

/**
 * The rooms of all processes in Redis, by Colyseus' own driver. What changes here is told there together, a moment later; while
 * Redis is away it is kept, and all is told again when it is back, since it may have come back empty.
 */
export class SharedRooms {
  readonly #link: RedisLink;
  readonly #driver: RedisDriver;
  readonly #lives: (processId: string) => boolean;
  readonly #log: Log;
  readonly #changed = new Map<string, IRoomCache>();
  readonly #removed = new Set<string>();
  #own: () => Iterable<IRoomCache> = () => [];
  #telling: ReturnType<typeof setTimeout> | undefined;

  /** @param lives whether the process of that id is a member */
  constructor(link: RedisLink, lives: (processId: string) => boolean, log: Log) {
    this.#link = link;
    this.#driver = new RedisDriver(link.commands);
    this.#lives = lives;
    this.#log = log;
    link.onReturn(() => this.tellAll());
  }

  /** Where this process' own rooms are. */
  source(own: () => Iterable<IRoomCache>): void {
    this.#own = own;
  }

  /** A room of another process that lives. @throws `busy` while Redis is away: it may be there */
  async get(roomId: string): Promise<IRoomCache | undefined> {
    if (!this.#link.up()) throw busy();
    const room = await this.#driver.findOne({ roomId }).catch(() => {
      throw busy();
    });
    return room && this.#lives(room.processId) ? room : undefined;
  }

  /** Those that wait for players; none while Redis is away. */
  async open(conditions: Record<string, unknown>): Promise<IRoomCache[]> {
    if (!this.#link.up()) return [];
    const found = await this.#link.commands.hgetall(OPEN_ROOMS).catch(() => ({}));
    return Object.values(found as Record<string, string>)
      .map((text) => initializeRoomCache(JSON.parse(text)))
      .filter((room) => matches(room, conditions) && this.#lives(room.processId));
  }

  /** Every room: for operators. */
  async all(conditions: Record<string, unknown>): Promise<IRoomCache[]> {
    if (!this.#link.up()) return [];
    const found = await this.#driver.query(conditions as Partial<IRoomCache>).catch(() => []);
    return found.filter((room) => this.#lives(room.processId));
  }

  changed(room: IRoomCache): void {
    this.#changed.set(room.roomId, room);
    this.#removed.delete(room.roomId);
    this.#tellSoon();
  }

  removed(roomId: string): void {
    this.#changed.delete(roomId);
    this.#removed.add(roomId);
    this.#tellSoon();
  }

  /** Redis may have forgotten them, or another process took this one for gone. */
  tellAll(): void {
    const all = () => {
      for (const room of this.#own()) this.changed(room);
    };
    all();
    setTimeout(all, TELL_AGAIN_AFTER_MS).unref();
  }

  /** Removes what processes that are gone have left. */
  async sweep(isMember: (processId: string) => boolean): Promise<void> {
    if (!this.#link.up()) return;
    try {
      const rooms = await this.#driver.query({});
      const stale = rooms.filter(({ processId }) => !isMember(processId)).map(({ roomId }) => roomId);
      if (stale.length === 0) return;
      await this.#link.commands.hdel(ALL_ROOMS, ...stale);
      await this.#link.commands.hdel(OPEN_ROOMS, ...stale);
      this.#log.info({ rooms: stale.length }, 'rooms of processes that are gone were swept');
    } catch (error) {
      this.#log.warn({ err: error, code: 'busy' }, 'stale rooms could not be swept');
    }
  }

  async flush(): Promise<void> {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (!this.#link.up()) return;
    const changed = [...this.#changed.values()];
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#removed.clear();
    const all = changed.flatMap((room) => [room.roomId, JSON.stringify(room)]);
    const open = changed.filter(isOpen).flatMap((room) => [room.roomId, JSON.stringify(room)]);
    const filled = changed.filter((room) => room.name === FOUND_BY_ALL && !isOpen(room));
    const closed = [...removed, ...filled.map(({ roomId }) => roomId)];
    const told = this.#link.commands.pipeline();
    if (all.length > 0) told.hset(ALL_ROOMS, ...all);
    if (open.length > 0) told.hset(OPEN_ROOMS, ...open);
    if (removed.length > 0) told.hdel(ALL_ROOMS, ...removed);
    if (closed.length > 0) told.hdel(OPEN_ROOMS, ...closed);
    try {
      await told.exec();
    } catch {
      // Redis went away meanwhile. All rooms are told again when it is back; what is gone must be said by us.
      for (const roomId of removed) this.#removed.add(roomId);
    }
  }

  #tellSoon(): void {
    if (!this.#link.up()) {
      // All of them are told when it is back.
      this.#changed.clear();
      return;
    }
    this.#telling ??= setTimeout(() => void this.flush(), TELL_AFTER_MS);
  }
}

function isOpen(room: IRoomCache): boolean {
  return room.name === FOUND_BY_ALL && !room.private && !room.locked;
}

function busy(): ServerError {
  return new ServerError(ERRORS.busy.status, 'busy');
}
