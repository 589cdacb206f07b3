import { assert } from '../../domain/assert.ts';
import type { RoomListing, SeatedClient, SimulatedHost } from '../cluster/host.ts';
import { time } from '../virtualTime.ts';

/**
 * In place of `@colyseus/core`: rooms are opened, joined, dropped and disposed of as Colyseus does it, without sockets
 * and without encoding their state. What our rooms do in it is theirs.
 */
export const CloseCode = { CONSENTED: 4000, WITH_ERROR: 4002, MAY_TRY_RECONNECT: 4010 } as const;
const SEAT_RESERVED_MS = 15_000;

export class ServerError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** As Colyseus answers it: a promise that can be settled from outside. */
interface Reconnection extends Promise<SeatedClient> {
  resolve(client: SeatedClient): void;
  reject(error: Error): void;
}

type Handler = (client: SeatedClient, message: unknown, context: MessageContext) => unknown;

interface MessageContext {
  id: number | undefined;
  reject(error: unknown): unknown;
}

/** What `context.reject` makes of an answer. */
export class Rejection {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

export class Room {
  roomId = '';
  roomName = '';
  autoDispose = true;
  patchRate: number | null = 50;
  maxClients = Number.POSITIVE_INFINITY;
  maxMessagesPerSecond = Number.POSITIVE_INFINITY;
  state: unknown = null;
  messages: Record<string, Handler> = {};
  clients: SeatedClient[] = [];
  readonly clock = { tick() {} };
  readonly onMessageEvents = { events: {} };
  _host!: SimulatedHost;
  _listing!: RoomListing;
  _disposing = false;
  _disposed = Promise.withResolvers<void>();
  readonly _reserved = new Map<
    string,
    { auth: unknown; timer: ReturnType<typeof setTimeout>; consumed: boolean }
  >();
  readonly _reconnections = new Map<string, { client: SeatedClient; wait: Reconnection }>();

  onCreate?(options: unknown): unknown;
  onJoin?(client: SeatedClient, options: unknown, auth: unknown): unknown;
  onDrop?(client: SeatedClient, code: number): unknown;
  onReconnect?(client: SeatedClient): unknown;
  onLeave?(client: SeatedClient, code: number): unknown;
  onDispose?(): unknown;
  onBeforeShutdown?(): unknown;
  onBeforePatch?(state: unknown): void;

  static async onAuth(_token: string, _options: unknown, _context: unknown): Promise<unknown> {
    return true;
  }

  async _open(host: SimulatedHost, name: string, options: object): Promise<void> {
    this.roomId = host.newRoomId();
    this.roomName = name;
    this._host = host;
    const { processId } = host;
    this._listing = { roomId: this.roomId, processId, name, private: false, locked: false, options };
    let autoDispose = this.autoDispose;
    Object.defineProperty(this, 'autoDispose', {
      get: () => autoDispose,
      set: (value: boolean) => {
        autoDispose = value;
        if (value) this._disposeSoon(1_000);
      },
    });
    await this.onCreate?.(options);
    host.rooms.set(this.roomId, this);
    host.list(this._listing);
    this._disposeSoon(SEAT_RESERVED_MS);
  }

  hasReachedMaxClients(): boolean {
    return this.clients.length + this._reserved.size + this._reconnections.size >= this.maxClients;
  }

  async _reserveSeat(sessionId: string, _options: unknown, auth: unknown): Promise<boolean> {
    if (this._disposing || this.hasReachedMaxClients()) return false;
    const timer = setTimeout(() => {
      this._reserved.delete(sessionId);
      this._disposeIfEmpty();
    }, SEAT_RESERVED_MS);
    this._reserved.set(sessionId, { auth, timer, consumed: false });
    return true;
  }

  /** @throws when there is no such seat, or the room refuses */
  async _join(client: SeatedClient, options: object): Promise<void> {
    const seat = this._reserved.get(client.sessionId);
    if (seat === undefined || seat.consumed || this._disposing) {
      throw new ServerError(4002, 'seat reservation expired.');
    }
    seat.consumed = true;
    clearTimeout(seat.timer);
    client.auth = seat.auth;
    this.clients.push(client);
    try {
      await this.onJoin?.(client, options, seat.auth);
      if (client.state === 'leaving') throw new ServerError(4002, 'early_leave');
      client.state = 'joined';
      client.wasJoined = true;
    } catch (error) {
      await this._onLeave(client, CloseCode.WITH_ERROR);
      throw error;
    } finally {
      this._reserved.delete(client.sessionId);
    }
  }

  /** A new connection in place of the one that broke. */
  async _reconnect(client: SeatedClient): Promise<boolean> {
    const waiting = this._reconnections.get(client.sessionId);
    if (waiting === undefined || this._disposing) return false;
    this._reconnections.delete(client.sessionId);
    Object.assign(client, {
      auth: waiting.client.auth,
      userData: waiting.client.userData,
      state: 'reconnecting',
    });
    client.wasJoined = true;
    waiting.client.state = 'reconnected';
    this.clients.push(client);
    waiting.wait.resolve(client);
    await this.onReconnect?.(client);
    if (client.state !== 'reconnecting') return false;
    client.state = 'joined';
    return true;
  }

  /** What is answered to a request; a refusal is a `Rejection`. */
  async _request(client: SeatedClient, type: string, message: unknown): Promise<unknown> {
    const handler = this.messages[type];
    assert(handler !== undefined, `no message ${type} in ${this.roomName}`);
    return handler.call(this as never, client, message, { id: 1, reject: (error) => new Rejection(error) });
  }

  /** The connection is closed, by whomever. */
  async _closed(client: SeatedClient, code: number): Promise<void> {
    if (client.state === 'joining') client.state = 'leaving';
    else await this._onLeave(client, code);
  }

  async _onLeave(client: SeatedClient, code: number): Promise<void> {
    const isLeave =
      code === CloseCode.CONSENTED || client.state === 'reconnecting' || this.onDrop === undefined;
    client.state = 'leaving';
    const at = this.clients.indexOf(client);
    if (at < 0) return;
    this.clients.splice(at, 1);
    await (isLeave ? this.onLeave?.(client, code) : this.onDrop!(client, code));
    // Somebody came back meanwhile.
    if ((client.state as string) === 'reconnected') return;
    const waiting = this._reconnections.get(client.sessionId);
    if (waiting?.client !== client) return this.#afterLeave(client, code, isLeave);
    waiting.wait.catch(() => {
      this._reconnections.delete(client.sessionId);
      return this.#afterLeave(client, code, isLeave);
    });
  }

  async #afterLeave(client: SeatedClient, code: number, isLeave: boolean): Promise<void> {
    if (!isLeave) await this.onLeave?.(client, code);
    this._disposeIfEmpty();
  }

  /** Where there is nothing to come back to it is a bare promise, already rejected, as Colyseus' is. */
  allowReconnection(client: SeatedClient, seconds: number): Promise<SeatedClient> {
    if (!client.wasJoined) return Promise.reject(new ServerError(4002, 'not joined'));
    if (this._disposing) return Promise.reject(new Error('disposing'));
    const { promise, resolve, reject } = Promise.withResolvers<SeatedClient>();
    const wait = Object.assign(promise, { resolve, reject });
    wait.catch(() => {});
    this._reconnections.set(client.sessionId, { client, wait });
    setTimeout(() => reject(new Error('nobody came back')), seconds * 1000);
    return wait;
  }

  async disconnect(code: number = CloseCode.CONSENTED): Promise<void> {
    if (this._disposing) return;
    this._disposing = true;
    this._host.unlist(this.roomId);
    for (const { wait } of this._reconnections.values()) wait.reject(new Error('disconnecting'));
    for (const client of [...this.clients]) void this._onLeave(client, code).then(() => client.leave(code));
    if (this.clients.length === 0) this._disposeIfEmpty();
    await this._disposed.promise;
  }

  broadcastPatch(): void {
    this.onBeforePatch?.(this.state);
  }

  async lock(): Promise<void> {
    this._listing.locked = true;
  }

  async setPrivate(isPrivate: boolean): Promise<void> {
    this._listing.private = isPrivate;
  }

  setTimestep(): void {}

  _disposeSoon(ms: number): void {
    setTimeout(() => this._disposeIfEmpty(), ms);
  }

  _disposeIfEmpty(): void {
    const isEmpty = this.clients.length + this._reserved.size + this._reconnections.size === 0;
    if (isEmpty && (this.autoDispose || this._disposing)) void this._dispose();
  }

  #isDisposed = false;

  async _dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this._disposing = true;
    this._host.unlist(this.roomId);
    this._host.rooms.delete(this.roomId);
    await this.onDispose?.();
    this._disposed.resolve();
  }
}

/** The process that asks is the one whose turn it is. */
const here = () => time.current as SimulatedHost;

type RoomClass = (new () => Room) & {
  onAuth(token: string, options: unknown, context: unknown): Promise<unknown>;
};

export const matchMaker = {
  getRoomById: (roomId: string) => here().findRoom(roomId),
  getLocalRoomById: (roomId: string) => here().rooms.get(roomId),
  getRoomClass: (name: string) => here().kinds.get(name),
  query: (conditions: object) => here().openRooms(conditions as { betCoins: number }),

  remoteRoomCall(roomId: string, method: string, words: unknown[], withinMs?: number): Promise<unknown> {
    return here().callRoom(roomId, method, words, withinMs);
  },

  async createRoom(name: string, options: object): Promise<RoomListing> {
    const host = here();
    const room = new (host.kinds.get(name) as RoomClass)();
    await room._open(host, name, options);
    return room._listing;
  },

  /** Always a new one. */
  async create(name: string, options: object, context: { token: string }): Promise<object> {
    const host = here();
    const auth = await (host.kinds.get(name) as RoomClass).onAuth(context.token, options, context);
    const listing = await time.as(host, () => matchMaker.createRoom(name, options));
    return time.as(host, () => matchMaker.reserveSeatFor(listing, options, auth));
  },

  async joinOrCreate(
    name: string,
    options: { betCoins: number },
    context: { token: string },
  ): Promise<object> {
    const host = here();
    const auth = await (host.kinds.get(name) as RoomClass).onAuth(context.token, options, context);
    for (const listing of await host.openRooms(options)) {
      const seat = await time
        .as(host, () => matchMaker.reserveSeatFor(listing, options, auth))
        .catch(() => null);
      if (seat !== null) return seat;
    }
    const listing = await time.as(host, () => matchMaker.createRoom(name, options));
    return time.as(host, () => matchMaker.reserveSeatFor(listing, options, auth));
  },

  join: async (): Promise<object> => {
    throw new ServerError(400, 'not_found');
  },

  async reserveSeatFor(
    { roomId, processId, name }: RoomListing,
    options: object,
    auth: unknown,
  ): Promise<object> {
    const host = here();
    const sessionId = host.newRoomId();
    const reserved = await host.callRoom(roomId, '_reserveSeat', [sessionId, options, auth]);
    if (!reserved) throw new ServerError(4002, `${roomId} is already full.`);
    return { name, sessionId, roomId, processId };
  },
};
