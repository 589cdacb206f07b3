import type { Room, SeatReservation } from '@colyseus/sdk';
import { CLOSE_CODES } from '../../domain/protocol/closeCodes.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { askedToWaitMs, FairgroundError } from './errors.ts';
import { exchange, type HttpDefaults } from './http.ts';
import { sleep } from './scheduler.ts';
import { dropSocket, prepareSeat, requestOnce, takeSeat } from './seat.ts';
import { ServerClock } from './serverClock.ts';
import type { Session } from './session.ts';
import { Emitter, Observable, type Readable } from './signal.ts';
import { Watchdog, type WatchdogOptions } from './watchdog.ts';
import type { Broadcast } from './wire.ts';

export type ConnectionStatus =
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'reconnecting'; nextTryInMs: number; attempt: number }
  /** Left on purpose (`error` is null), or refused for good. */
  | { state: 'offline'; error: FairgroundError | null };

export interface RoomLinkOptions {
  room: string;
  joinOptions: Record<string, unknown>;
  /** Null: join without a token, as a spectator. */
  session: Session | null;
  watchdog: WatchdogOptions;
  /** Round trips for the clock on joining, then one each `clockEveryMs`. 0 asks never. */
  clockSamples: number;
  clockEveryMs: number;
  onState(state: unknown): void;
  onMessage(type: string, payload: unknown): void;
}

/** Longer than a join takes while a cluster fails over; a frozen process does not hold us for more. */
const MATCHMAKE_WITHIN_MS = 6_000;
const JOIN_WITHIN_MS = 8_000;
/** How long the server holds a dropped seat. */
const RECONNECT_WITHIN_MS = 60_000;
const REJOIN_BACKOFF: Backoff = { firstMs: 200, capMs: 5_000 };
/**
 * A room that closes sooner than this after joining has not been a success: the backoff goes on. Short, because a table
 * may move twice within seconds, when a member ends and when it is back.
 */
const STABLE_AFTER_MS = 1_000;
const CLOCK_SAMPLE_PAUSE_MS = 150;
const LEAVE_WITHIN_MS = 2_000;

/** Codes that trying again can't change. */
const FINAL_CODES = new Set([
  'unauthorized',
  'forbidden',
  'age_unconfirmed',
  'not_found',
  'invalid_amount',
  'invalid_request',
  'unfinished_game',
]);

/** After these the seat may still be held. */
const HELD_CODES: ReadonlySet<string> = new Set(['unreachable', 'rate_limited', 'store_unavailable']);

/**
 * Closes after which nobody comes back alone: two tabs of a player would take the seat from each other for ever,
 * and nobody is waiting for a session that ended while idle. Whoever plays on joins again.
 */
const STAYS_AWAY: ReadonlySet<number> = new Set([
  CLOSE_CODES.forbidden,
  CLOSE_CODES.ended,
  CLOSE_CODES.replaced,
]);

/**
 * Keeps one seat in one room for as long as it is wanted: joins, notices silence, comes back by the
 * reconnection token within 60 s and by a fresh join after that. At most one socket at any time.
 */
export class RoomLink {
  readonly clock: ServerClock;
  readonly #http: HttpDefaults;
  readonly #options: RoomLinkOptions;
  readonly #status = new Observable<ConnectionStatus>({ state: 'connecting' });
  readonly #joined = new Emitter<void>();
  /** What operators say; the same one may come again after a reconnection. */
  readonly broadcasts = new Emitter<Broadcast>();
  /** Raised by each attempt and by leaving: events and answers of older ones are void. */
  #generation = 0;
  #attempt = 0;
  #room: Room | null = null;
  #watchdog: Watchdog | null = null;
  #seat: { token: string; droppedAtMs: number } | null = null;
  #stableAtMs = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelClock: (() => void) | null = null;

  constructor(http: HttpDefaults, options: RoomLinkOptions) {
    this.#http = http;
    this.#options = options;
    this.clock = new ServerClock(http.scheduler);
    void this.#connect();
  }

  get status(): Readable<ConnectionStatus> {
    return this.#status;
  }

  /** Fires on every join, the first and each later one. */
  get onJoined(): Emitter<void> {
    return this.#joined;
  }

  get isLive(): boolean {
    return this.#room !== null;
  }

  get isOffline(): boolean {
    return this.#status.value.state === 'offline';
  }

  /** Resolves when live. Throws the refusal when offline for good, `unreachable` after `withinMs`. */
  async live(withinMs: number): Promise<void> {
    if (this.#room) return;
    await new Promise<void>((resolve, reject) => {
      const settle = () => {
        const status = this.#status.value;
        if (status.state === 'live') done(resolve);
        else if (status.state === 'offline') {
          done(() => reject(status.error ?? new FairgroundError('unreachable', { cause: 'left' })));
        }
      };
      const done = (then: () => void) => {
        unsubscribe();
        cancel();
        then();
      };
      const unsubscribe = this.#status.subscribe(settle);
      const cancel = this.#http.scheduler.after(withinMs, () =>
        done(() => reject(new FairgroundError('unreachable', { cause: 'not connected' }))),
      );
      settle();
    });
  }

  /** One request on the socket there is. Throws `unreachable` when there is none. */
  request<T>(type: string, payload: unknown, withinMs: number): Promise<T> {
    if (!this.#room) return Promise.reject(new FairgroundError('unreachable', { cause: 'not connected' }));
    return requestOnce<T>(this.#room, type, payload, withinMs);
  }

  /** A message that needs no answer; lost if there is no socket. */
  send(type: string, payload: unknown): void {
    if (this.#room?.connection.isOpen) this.#room.send(type, payload);
  }

  /** Tries now instead of at the end of the pause (the network is back, the player asked). */
  retryNow(): void {
    if (this.#status.value.state === 'reconnecting' && this.#cancelRetry) void this.#connect();
  }

  /** Leaves for good, with consent: the server keeps no seat. Safe to call twice. */
  async leave(): Promise<void> {
    const room = this.#room;
    this.#goOffline(null);
    if (!room) return;
    const left = room.leave(true).catch(() => 0);
    await Promise.race([left, sleep(this.#http.scheduler, LEAVE_WITHIN_MS)]);
    dropSocket(room);
  }

  async #connect(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const generation = ++this.#generation;
    const stale = () => generation !== this.#generation;
    prepareSeat();
    try {
      const reservation = await this.#reserve();
      if (stale()) return;
      let early: number | null = null;
      const room = await takeSeat(
        this.#http.url,
        reservation,
        {
          state: (state) => stale() || this.#options.onState(state),
          message: (type, payload) => stale() || this.#message(type, payload),
          closed: (code) => {
            early = code;
            if (!stale() && this.#room) this.#closed(code);
          },
        },
        this.#http.scheduler,
        JOIN_WITHIN_MS,
      );
      if (stale()) {
        void room.leave(true).catch(() => 0);
        return;
      }
      this.#entered(room, generation);
      if (early !== null) this.#closed(early);
    } catch (error) {
      if (stale()) return;
      const refusal = error instanceof FairgroundError ? error : new FairgroundError('internal');
      if (FINAL_CODES.has(refusal.code)) this.#goOffline(refusal);
      else this.#retryLater(refusal);
    }
  }

  /** A seat by the reconnection token while the server holds one, else a new one. */
  async #reserve(): Promise<SeatReservation> {
    const held = this.#seat;
    if (held && this.#http.scheduler.nowMs() - held.droppedAtMs < RECONNECT_WITHIN_MS) {
      const [roomId, reconnectionToken] = held.token.split(':') as [string, string];
      try {
        const reservation = await this.#matchmake('reconnect', roomId, { reconnectionToken });
        return { ...reservation, reconnectionToken };
      } catch (error) {
        // No answer, or none yet: the seat may still be there. Any other answer: it is gone.
        if (error instanceof FairgroundError && HELD_CODES.has(error.code)) throw error;
      }
    }
    this.#seat = null;
    return this.#matchmake('joinOrCreate', this.#options.room, this.#options.joinOptions);
  }

  async #matchmake(method: string, name: string, body: unknown): Promise<SeatReservation> {
    const path = `/matchmake/${method}/${encodeURIComponent(name)}`;
    const reserve = (token: string | null) =>
      exchange<SeatReservation>(this.#http, {
        method: 'POST',
        path,
        body,
        token,
        withinMs: MATCHMAKE_WITHIN_MS,
      });
    const { session } = this.#options;
    if (!session) return reserve(null);
    const token = await session.accessToken();
    try {
      return await reserve(token);
    } catch (error) {
      if (!(error instanceof FairgroundError) || error.code !== 'unauthorized') throw error;
      return reserve(await session.renewed(token));
    }
  }

  #entered(room: Room, generation: number): void {
    this.#room = room;
    this.#seat = null;
    this.#stableAtMs = this.#http.scheduler.nowMs() + STABLE_AFTER_MS;
    this.#watchdog = new Watchdog(
      this.#http.scheduler,
      this.#options.watchdog,
      (onPong) => room.ping(onPong),
      () => dropSocket(room),
    );
    this.#watchdog.start();
    this.#status.set({ state: 'live' });
    this.#joined.emit();
    if (this.#options.clockSamples > 0) void this.#readClock(room, generation, this.#options.clockSamples);
  }

  #closed(code: number): void {
    const room = this.#room;
    if (!room) return;
    this.#stop();
    if (STAYS_AWAY.has(code)) {
      this.#goOffline(code === CLOSE_CODES.forbidden ? new FairgroundError('forbidden') : null);
      return;
    }
    const nowMs = this.#http.scheduler.nowMs();
    // After a close with a meaning of its own (moved, draining, shut down, kicked) no seat is held.
    if (code < 4_000 || code === 4_010) this.#seat = { token: room.reconnectionToken, droppedAtMs: nowMs };
    if (nowMs >= this.#stableAtMs) this.#attempt = 0;
    this.#retryLater(null);
  }

  #retryLater(refusal: FairgroundError | null): void {
    const askedMs = refusal === null ? null : askedToWaitMs(refusal);
    const nextTryInMs = (askedMs ?? 0) + backoffMs(REJOIN_BACKOFF, this.#attempt, this.#http.random);
    this.#attempt += 1;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#http.scheduler.after(nextTryInMs, () => void this.#connect());
    this.#status.set({ state: 'reconnecting', nextTryInMs, attempt: this.#attempt });
  }

  #goOffline(error: FairgroundError | null): void {
    this.#generation += 1;
    this.#stop();
    this.#seat = null;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#status.set({ state: 'offline', error });
  }

  #message(type: string, payload: unknown): void {
    if (type === 'broadcast') this.broadcasts.emit(payload as Broadcast);
    this.#options.onMessage(type, payload);
  }

  #stop(): void {
    this.#room = null;
    this.#watchdog?.stop();
    this.#watchdog = null;
    this.#cancelClock?.();
    this.#cancelClock = null;
  }

  async #readClock(room: Room, generation: number, remaining: number): Promise<void> {
    const { scheduler } = this.#http;
    const sentAtMs = scheduler.nowMs();
    const answer = await requestOnce<{ nowMs: number }>(room, 'time', {}, 2_000).catch(() => null);
    if (generation !== this.#generation || this.#room !== room) return;
    if (answer) this.clock.addSample(sentAtMs, scheduler.nowMs(), answer.nowMs);
    const nextMs = remaining > 1 ? CLOCK_SAMPLE_PAUSE_MS : this.#options.clockEveryMs;
    if (nextMs === 0) return;
    this.#cancelClock = scheduler.after(nextMs, () => void this.#readClock(room, generation, remaining - 1));
  }
}
