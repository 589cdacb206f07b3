import { WebSocket } from 'k6/websockets';
import { Deadlines } from './deadlines.ts';
import {
  isState,
  joinedFrame,
  leaveFrame,
  messageFrame,
  pingFrame,
  type Reader,
  readFrame,
  readPayload,
  requestFrame,
} from './frames.ts';
import { type Answer, type Method, refused, reserve, type Seat, socketUrl } from './matchmaking.ts';
import type { Packable } from './msgpack.ts';
import type { PreparedRequest } from './prepared.ts';
import type { Cursor } from './unpack.ts';

/** Makes something of a room's state; `loadtest/schemaState.ts` is one for @colyseus/schema. */
export interface StateReader {
  /** The reflection of the schema, once after joining. */
  handshake(reflection: Uint8Array): void;
  /** A whole state. */
  state(body: Uint8Array): void;
  /** What has changed since. */
  patch(body: Uint8Array): void;
}

export interface RoomOptions {
  /** `http://127.0.0.1:2567` */
  url: string;
  /** Null: as a spectator. */
  token: string | null;
  /** Null: states and patches are not read, which is what lets one machine hold thousands of rooms. */
  state?: StateReader | null;
  /** How long joining may take as a whole; 10,000 ms unless said otherwise. */
  joinWithinMs?: number;
}

const JOIN_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;
/** Close codes: Colyseus' for a seat that was left on purpose; a socket's that ended without one. */
const CONSENTED = 4_000;
const ABNORMAL = 1_006;

interface Pending {
  settle(answer: Answer<unknown>): void;
  read: Reader | undefined;
}

/** Of all rooms of this virtual user. */
const deadlines = new Deadlines();
const ignore = () => {};

/** One seat in one room of a Colyseus 0.18 server, over one websocket. Nothing here throws: answers say how it went. */
export class Room {
  readonly seat: Seat;
  /** For `reconnect`, once joined. */
  reconnectionToken = '';
  /** Called with each message that has no handler of its own. */
  onAnyMessage: (name: string | number, payload: unknown) => void = ignore;
  /** Called after each state or patch that a reader has read. */
  onState: () => void = () => {};
  /** Called once, with the socket's close code; an error frame's code and text are in `lastError`. */
  onClose: (code: number) => void = () => {};
  lastError: { code: number; message: string } | null = null;

  readonly #socket: WebSocket;
  readonly #state: StateReader | null;
  readonly #handlers = new Map<string | number, { handle(payload: unknown): void; read: Reader }>();
  readonly #pending = new Map<number, Pending>();
  /** Set by the constructor: k6's engine can't make an arrow function with `this` the value of a private field. */
  readonly #readerOfMessage: (name: string | number) => Reader | null;
  readonly #readerOf: (id: number) => Reader | undefined;
  #pong: ((ms: number) => void) | null = null;
  #pingedAtMs = 0;
  #nextId = 0;
  #joined: ((answer: Answer<void>) => void) | null = null;
  #open = false;

  private constructor(socket: WebSocket, seat: Seat, state: StateReader | null) {
    this.#socket = socket;
    this.seat = seat;
    this.#state = state;
    this.#readerOf = (id) => this.#pending.get(id)?.read;
    this.#readerOfMessage = (name) =>
      this.#handlers.get(name)?.read ?? (this.onAnyMessage === ignore ? null : readPayload);
  }

  /** Asks for a seat and takes it. */
  static async join(
    name: string,
    joinOptions: Record<string, unknown>,
    options: RoomOptions,
    method: Method = 'joinOrCreate',
  ): Promise<Answer<Room>> {
    const seat = await reserve(options.url, method, name, joinOptions, options.token);
    return seat.ok ? Room.take(seat.value, options) : seat;
  }

  /** The seat of a room whose connection was lost, while the server holds it. */
  static async reconnect(lost: Room, options: RoomOptions): Promise<Answer<Room>> {
    const { reconnectionToken } = lost;
    const seat = await reserve(
      options.url,
      'reconnect',
      lost.seat.roomId,
      { reconnectionToken },
      options.token,
    );
    return seat.ok ? Room.take({ ...seat.value, reconnectionToken }, options) : seat;
  }

  static async take(seat: Seat, options: RoomOptions): Promise<Answer<Room>> {
    const socket = new WebSocket(socketUrl(options.url, seat), null, { tags: { name: seat.name } });
    // The types have an enum that k6 itself has not.
    socket.binaryType = 'arraybuffer' as typeof socket.binaryType;
    const room = new Room(socket, seat, options.state ?? null);
    const joined = await new Promise<Answer<void>>((resolve) => {
      const timer = setTimeout(
        () => room.#settleJoin(refused('unreachable', 'joining took too long')),
        options.joinWithinMs ?? JOIN_WITHIN_MS,
      );
      room.#joined = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      socket.onmessage = (event) => room.#read(event?.data as ArrayBuffer);
      // The types leave out that a close says its code.
      socket.onclose = ((event?: { code?: number }) => room.#closed(event?.code ?? ABNORMAL)) as () => void;
      socket.onerror = () => {};
    });
    if (joined.ok) return { ok: true, value: room };
    socket.close();
    return joined;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** @param read as much of its payload as is wanted; all of it unless said otherwise */
  onMessage<T = unknown>(
    name: string | number,
    handle: (payload: T) => void,
    read: (from: Cursor) => T = readPayload as (from: Cursor) => T,
  ): void {
    this.#handlers.set(name, { handle: handle as (payload: unknown) => void, read });
  }

  send(name: string | number, payload?: Packable): void {
    if (this.#open) this.#socket.send(messageFrame(name, payload));
  }

  /**
   * One request, one answer; `unreachable` where the socket closed first or the time was over.
   * @param read as much of a good answer as is wanted; all of it unless said otherwise
   */
  request<T>(
    name: string | number,
    payload?: Packable,
    { withinMs = ANSWER_WITHIN_MS, read }: { withinMs?: number; read?: (from: Cursor) => T } = {},
  ): Promise<Answer<T>> {
    if (!this.#open) return Promise.resolve(refused('unreachable', 'the socket is closed'));
    return new Promise((resolve) => {
      const id = this.#await({ settle: resolve as Pending['settle'], read }, withinMs);
      this.#socket.send(requestFrame(id, name, payload));
    });
  }

  /**
   * The same of a request that was laid out before, for those who ask thousands of times a second: no promise, and of a
   * good answer only what `read` reads.
   */
  ask<T>(prepared: PreparedRequest, read: (from: Cursor) => T, settle: (answer: Answer<T>) => void): void {
    if (!this.#open) {
      settle(refused('unreachable', 'the socket is closed'));
      return;
    }
    const id = this.#await({ settle: settle as Pending['settle'], read }, ANSWER_WITHIN_MS);
    this.#socket.send(prepared.frame(id));
  }

  #await(pending: Pending, withinMs: number): number {
    const id = this.#nextId;
    this.#nextId = (this.#nextId + 1) >>> 0;
    this.#pending.set(id, pending);
    deadlines.add(withinMs, () => this.#settle(id, refused('unreachable', 'no answer in time')));
    return id;
  }

  /** A round trip of the protocol's own, in ms. One at a time: an earlier one that is under way is forgotten. */
  ping(onPong: (ms: number) => void): void {
    if (!this.#open) return;
    this.#pong = onPong;
    this.#pingedAtMs = Date.now();
    this.#socket.send(pingFrame());
  }

  /** Leaves on purpose: the server keeps no seat. */
  leave(): Promise<number> {
    if (!this.#open) return Promise.resolve(CONSENTED);
    return new Promise((resolve) => {
      const told = this.onClose;
      this.onClose = (code) => {
        told(code);
        resolve(code);
      };
      this.#socket.send(leaveFrame());
    });
  }

  /** Cuts the line, as a lost network does: the server holds the seat for `reconnect`. */
  drop(): void {
    this.#socket.close();
  }

  #read(buffer: ArrayBuffer): void {
    if (this.#state === null && isState(buffer)) return;
    const frame = readFrame(buffer, this.#state === null, this.#readerOfMessage, this.#readerOf);
    switch (frame.type) {
      case 'joined':
        this.reconnectionToken = frame.reconnectionToken;
        if (frame.handshake.length > 0) this.#state?.handshake(frame.handshake);
        this.#open = true;
        this.#socket.send(joinedFrame());
        this.#settleJoin({ ok: true, value: undefined });
        return;
      case 'message': {
        const handler = this.#handlers.get(frame.name);
        if (handler) handler.handle(frame.payload);
        else this.onAnyMessage(frame.name, frame.payload);
        return;
      }
      case 'response':
        this.#answered(frame.id, frame.status, frame.payload);
        return;
      case 'state':
      case 'patch':
        if (this.#state === null) return;
        this.#state[frame.type](frame.body);
        this.onState();
        return;
      case 'error':
        this.lastError = { code: frame.code, message: frame.message };
        this.#settleJoin(refused(frame.message, String(frame.code)));
        return;
      case 'left':
        this.#socket.send(leaveFrame());
        return;
      case 'pong':
        this.#pong?.(Date.now() - this.#pingedAtMs);
        this.#pong = null;
        return;
      case 'unknown':
        return;
    }
  }

  #answered(id: number, status: 'ok' | 'rejected' | 'error', payload: unknown): void {
    if (status === 'ok') this.#settle(id, { ok: true, value: payload });
    else {
      const { code, message } = (payload ?? {}) as { code?: unknown; message?: unknown };
      this.#settle(id, refused(String(code ?? 'internal'), String(message ?? '')));
    }
  }

  #settle(id: number, answer: Answer<unknown>): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    deadlines.settled();
    pending.settle(answer);
  }

  #settleJoin(answer: Answer<void>): void {
    const settle = this.#joined;
    this.#joined = null;
    settle?.(answer);
  }

  #closed(code: number): void {
    this.#open = false;
    this.#settleJoin(refused('unreachable', `closed with ${code}`));
    for (const id of [...this.#pending.keys()])
      this.#settle(id, refused('unreachable', `closed with ${code}`));
    this.onClose(code);
  }
}
