import type { BalanceMessage, NoticeMessage } from '../../domain/protocol/lobby.ts';
import type { HttpDefaults } from './http.ts';
import { type ConnectionStatus, RoomLink, type RoomLinkOptions } from './roomLink.ts';
import type { ServerClock } from './serverClock.ts';
import { Emitter, Observable, type Readable } from './signal.ts';
import type { Balances, Broadcast, LiveTable } from './wire.ts';

export interface LobbyOptions
  extends Pick<RoomLinkOptions, 'session' | 'watchdog' | 'clockSamples' | 'clockEveryMs'> {
  onBalance(balances: Partial<Balances>): void;
  onLeft(): void;
}

/** Notices are acknowledged together, this long after the first one came. */
const ACK_AFTER_MS = 500;

/** A player's personal stream: balances, notices, broadcasts, the live tables. */
export class Lobby {
  readonly #http: HttpDefaults;
  readonly #options: LobbyOptions;
  readonly #link: RoomLink;
  readonly #online = new Observable(0);
  readonly #tables = new Observable<readonly LiveTable[] | null>(null);
  readonly notices = new Emitter<NoticeMessage>();
  readonly draining = new Emitter<void>();
  #lastSequence = 0;
  #cancelAck: (() => void) | null = null;

  constructor(http: HttpDefaults, options: LobbyOptions) {
    this.#http = http;
    this.#options = options;
    this.#link = new RoomLink(http, {
      ...options,
      room: 'lobby',
      joinOptions: {},
      onState: (state) => this.#online.set((state as { online?: number }).online ?? 0),
      onMessage: (type, payload) => this.#message(type, payload),
    });
  }

  get status(): Readable<ConnectionStatus> {
    return this.#link.status;
  }

  get broadcasts(): Emitter<Broadcast> {
    return this.#link.broadcasts;
  }

  get clock(): ServerClock {
    return this.#link.clock;
  }

  /** Players online. */
  get online(): Readable<number> {
    return this.#online;
  }

  /** The live tables; null until the first list. */
  get tables(): Readable<readonly LiveTable[] | null> {
    return this.#tables;
  }

  async joined(withinMs = 20_000): Promise<this> {
    await this.#link.live(withinMs);
    return this;
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  async leave(): Promise<void> {
    this.#options.onLeft();
    this.#cancelAck?.();
    await this.#link.leave();
  }

  #message(type: string, payload: unknown): void {
    if (type === 'balance') this.#options.onBalance(payload as BalanceMessage);
    else if (type === 'notice') this.#notice(payload as NoticeMessage);
    else if (type === 'tables') this.#tables.set(payload as LiveTable[]);
    else if (type === 'draining') this.draining.emit();
  }

  #notice(notice: NoticeMessage): void {
    // Unacknowledged notices come again on each joining: tell each one once.
    if (notice.sequence > this.#lastSequence) {
      this.#lastSequence = notice.sequence;
      this.notices.emit(notice);
    }
    this.#cancelAck ??= this.#http.scheduler.after(ACK_AFTER_MS, () => {
      this.#cancelAck = null;
      void this.#acknowledge();
    });
  }

  /** If it gets lost, the server sends the notices again and we acknowledge them then. */
  async #acknowledge(): Promise<void> {
    await this.#link.request('ack', { sequence: this.#lastSequence }, 5_000).catch(() => {});
  }
}
