import type { SessionSummary } from '../../domain/protocol/session.ts';
import type { HttpDefaults } from './http.ts';
import { type ConnectionStatus, RoomLink, type RoomLinkOptions } from './roomLink.ts';
import { type Emitter, Observable, type Readable } from './signal.ts';
import { RESEND_FOR_MS, untilAnswered } from './untilAnswered.ts';
import type { Broadcast } from './wire.ts';

export interface PlayRoomOptions
  extends Pick<RoomLinkOptions, 'session' | 'watchdog' | 'clockSamples' | 'clockEveryMs'> {
  /** Awaited before the first game: sees to it that the player's seed pair has a client seed of its own. */
  ready(): Promise<unknown>;
  onBalance(coins: number): void;
  onLeft(): void;
}

/** A game is committed in milliseconds; without an answer for this long it is asked again. */
const ANSWER_WITHIN_MS = 4_000;
const JOIN_WITHIN_MS = 20_000;

/** A seat in a room whose requests are messages with an answer: what sessions and matches have in common. */
export abstract class PlayRoom {
  protected readonly link: RoomLink;
  protected readonly options: PlayRoomOptions;
  readonly #http: HttpDefaults;

  constructor(
    http: HttpDefaults,
    options: PlayRoomOptions,
    room: { name: string; joinOptions: Record<string, unknown> },
  ) {
    this.#http = http;
    this.options = options;
    this.link = new RoomLink(http, {
      ...options,
      room: room.name,
      joinOptions: room.joinOptions,
      onState: () => {},
      onMessage: (type, payload) => this.message(type, payload),
    });
  }

  get status(): Readable<ConnectionStatus> {
    return this.link.status;
  }

  get broadcasts(): Emitter<Broadcast> {
    return this.link.broadcasts;
  }

  serverNowMs(): number {
    return this.link.clock.nowMs();
  }

  /** Resolves once seated; throws why not. */
  async joined(withinMs = JOIN_WITHIN_MS): Promise<this> {
    await this.link.live(withinMs);
    return this;
  }

  retryNow(): void {
    this.link.retryNow();
  }

  /** Leaves for good. */
  async leave(): Promise<void> {
    this.options.onLeft();
    await this.link.leave();
  }

  protected abstract message(type: string, payload: unknown): void;

  /** Sends a request that carries its own identity until it is answered; tells the balance that the answer has. */
  protected async ask<T extends { balanceCoins?: number }>(type: string, payload: unknown): Promise<T> {
    const answer = await untilAnswered<T>(
      {
        scheduler: this.#http.scheduler,
        random: this.#http.random,
        live: (withinMs) => this.link.live(withinMs),
      },
      () => this.link.request<T>(type, payload, ANSWER_WITHIN_MS),
      RESEND_FOR_MS,
    );
    if (answer.balanceCoins !== undefined) this.options.onBalance(answer.balanceCoins);
    return answer;
  }

  /** One request without a second try. */
  protected once<T>(type: string, payload: unknown): Promise<T> {
    return this.link.request<T>(type, payload, ANSWER_WITHIN_MS);
  }
}

/** A session of one player at a game against the house. A room that was lost is simply joined anew. */
export abstract class RoomSession<Standing> extends PlayRoom {
  readonly #standing = new Observable<Standing | null>(null);
  readonly #summary = new Observable<SessionSummary | null>(null);

  /** What stands between the games: pity, streaks, stock. Null until joined. */
  get standing(): Readable<Standing | null> {
    return this.#standing;
  }

  /** Of the session that ended last: by `end()`, or because the room closed by itself. */
  get summary(): Readable<SessionSummary | null> {
    return this.#summary;
  }

  /** Ends the session and leaves: its summary. Without a connection it ends by itself, and the list has it. */
  async end(): Promise<SessionSummary> {
    const summary = await this.once<SessionSummary>('end', {});
    this.#summary.set(summary);
    await this.leave();
    return summary;
  }

  protected override message(type: string, payload: unknown): void {
    if (type === 'standing') this.#standing.set(payload as Standing);
    else if (type === 'summary') this.#summary.set(payload as SessionSummary);
  }

  /** Plays one game. The same key is the same game, however often it is sent. */
  protected async play<T extends { balanceCoins: number }>(
    type: string,
    order: Record<string, unknown>,
    key: string = crypto.randomUUID(),
  ): Promise<T & { key: string }> {
    await this.options.ready();
    return { ...(await this.ask<T>(type, { key, ...order })), key };
  }

  protected updateStanding(change: (standing: Standing) => Standing): void {
    const known = this.#standing.value;
    if (known) this.#standing.set(change(known));
  }
}
