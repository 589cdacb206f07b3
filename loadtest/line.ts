import type { Packable } from './colyseus/msgpack.ts';
import type { PreparedRequest } from './colyseus/prepared.ts';
import type { Cursor } from './colyseus/unpack.ts';
import { type Answer, Room, type RoomOptions } from './colyseus.ts';
import { count, countRejection, took, tookAnyTime } from './measures.ts';
import { givesUpAtMs, pause, spread } from './run.ts';
import { SETTINGS } from './settings.ts';

/** "Not just now": asked again, with the same key. */
const TRANSIENT = new Set([
  'unreachable',
  'busy',
  'draining',
  'fenced',
  'store_unavailable',
  'rate_limited',
  'not_found',
]);
const isTransient = (code: string): boolean => TRANSIENT.has(code);
const NO_LINE: Answer<never> = { ok: false, error: { code: 'unreachable', message: 'there is no line' } };
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface Wish {
  room: string;
  options: Record<string, string>;
  token: string | null;
  state?: () => NonNullable<RoomOptions['state']>;
  /** Handlers are set here, for each room that the line has in its life. */
  onRoom?(room: Room): void;
}

let lines = 0;

/** A player's line to a room, which comes back by itself as a client's does, until it is ended. */
export class Line {
  room: Room | null = null;
  readonly #wish: Wish;
  readonly #number = lines++;
  #ended = false;
  #coming: Promise<boolean> | null = null;

  constructor(wish: Wish) {
    this.#wish = wish;
  }

  /** False when the run gave up before there was a seat. */
  async open(): Promise<boolean> {
    const askedAtMs = Date.now();
    const seated = await this.#come(null);
    if (seated) tookAnyTime('join_ms', askedAtMs);
    return seated;
  }

  /** Asks until there is an answer that is certain. What it was is lost with `unreachable` when the run gives up. */
  ask<T>(name: string, payload: Packable, read?: (from: Cursor) => T): Promise<Answer<T>> {
    const options = read === undefined ? {} : { read };
    return this.#insist((room) => room.request<T>(name, payload, options), null);
  }

  /** The same of a request with its key, without a promise unless it takes one: for those who ask thousands of times a second. */
  askPrepared<T>(
    prepared: PreparedRequest,
    read: (from: Cursor) => T,
    settle: (answer: Answer<T>) => void,
  ): void {
    if (this.room === null) void this.#askAgain(prepared, read, null).then(settle);
    else {
      this.room.ask(prepared, read, (answer) => {
        if (answer.ok || !isTransient(answer.error.code)) settle(answer);
        else void this.#askAgain(prepared, read, answer).then(settle);
      });
    }
  }

  #askAgain<T>(
    prepared: PreparedRequest,
    read: (from: Cursor) => T,
    first: Answer<T> | null,
  ): Promise<Answer<T>> {
    return this.#insist((room) => new Promise((resolve) => room.ask(prepared, read, resolve)), first);
  }

  async #insist<T>(ask: (room: Room) => Promise<Answer<T>>, first: Answer<T> | null): Promise<Answer<T>> {
    let answer = first;
    for (let tries = 0; ; tries += 1) {
      if (answer === null) {
        if (this.#coming !== null) await this.#coming;
        answer = this.room === null ? NO_LINE : await ask(this.room);
      }
      if (answer.ok || !isTransient(answer.error.code)) return answer;
      countRejection(answer.error.code);
      if (this.#ended || Date.now() > givesUpAtMs()) return answer;
      await this.#rest(tries);
      answer = null;
    }
  }

  /** Cuts the line, as a network does; it comes back to its seat after `awayMs`. */
  drop(awayMs: number): void {
    if (this.room === null || this.#coming !== null) return;
    count('lines_dropped');
    const lost = this.room;
    lost.onClose = () => {};
    this.room = null;
    const droppedAtMs = Date.now();
    lost.drop();
    this.#coming = pause(awayMs)
      .then(() => this.#come(lost))
      .then((back) => {
        if (back) {
          count('lines_back');
          took('back_ms', droppedAtMs + awayMs);
        }
        return back;
      });
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#coming !== null) await this.#coming;
    const { room } = this;
    this.room = null;
    if (room === null) return;
    room.onClose = () => {};
    await Promise.race([room.leave(), pause(LONGEST_PAUSE_MS)]);
    if (room.isOpen) room.drop();
  }

  #come(lost: Room | null): Promise<boolean> {
    const coming = this.#seat(lost).then((seated) => {
      this.#coming = null;
      return seated;
    });
    this.#coming = coming;
    return coming;
  }

  async #seat(lost: Room | null): Promise<boolean> {
    const { room: name, options, token, state, onRoom } = this.#wish;
    for (let tries = 0; !this.#ended && Date.now() < givesUpAtMs(); tries += 1) {
      const roomOptions = { url: SETTINGS.url, token, state: state?.() ?? null };
      // The seat is held for a while; a room that is gone, or a seat that is, is joined anew. So is one whose state is
      // read: it comes whole then.
      const again = lost !== null && tries === 0 && state === undefined;
      const answer = again
        ? await Room.reconnect(lost, roomOptions)
        : await Room.join(name, options, roomOptions);
      if (answer.ok) {
        this.#seated(answer.value, onRoom);
        return true;
      }
      countRejection(answer.error.code);
      if (!again) await this.#rest(tries);
    }
    return false;
  }

  #seated(room: Room, onRoom: Wish['onRoom']): void {
    this.room = room;
    onRoom?.(room);
    room.onClose = () => {
      if (this.room !== room) return;
      this.room = null;
      if (!this.#ended) void this.#come(room);
    };
  }

  #rest(tries: number): Promise<void> {
    const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
    return pause(longestMs * (0.5 + spread(this.#number + tries) / 2));
  }
}
