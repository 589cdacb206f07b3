import type { Counters } from '../../domain/events/counters.ts';
import type { GameEvent, Topic } from '../../domain/events/event.ts';
import type { EventMessage, SnapshotMessage, ThinnedMessage } from '../../domain/protocol/monitor.ts';
import { FairgroundError } from './errors.ts';
import type { HttpDefaults } from './http.ts';
import { type ConnectionStatus, RoomLink, type RoomLinkOptions } from './roomLink.ts';
import type { ServerClock } from './serverClock.ts';
import { Emitter, Observable, type Readable } from './signal.ts';
import type { Broadcast } from './wire.ts';

export interface MonitorOptions
  extends Pick<RoomLinkOptions, 'session' | 'watchdog' | 'clockSamples' | 'clockEveryMs'> {
  /** What one wants to be told of; all that one's role may have unless said otherwise. */
  topics?: readonly Topic[];
  onLeft(): void;
}

/** As many as the server remembers. */
const MOST_RECENT = 200;
const ANSWER_WITHIN_MS = 5_000;

/** The counters that come with the room's state, each second. */
type LiveCounters = Omit<Counters, 'atMs' | 'rooms' | 'games' | 'queue'> & Counters['queue'];

/** What happens at all tables and machines, as it happens. */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #link: RoomLink;
  readonly #joinOptions: { topics?: readonly Topic[] };
  readonly #recent = new Observable<readonly GameEvent[]>([]);
  readonly #counters = new Observable<Counters | null>(null);
  /** New ones, oldest first; on joining the latest that the server remembers, and after a gap what was missed of them. */
  readonly events = new Emitter<readonly GameEvent[]>();
  /** So many events were left out, because the server or this connection could not keep up. */
  readonly thinned = new Emitter<number>();

  constructor(http: HttpDefaults, options: MonitorOptions) {
    this.#options = options;
    this.#joinOptions = options.topics === undefined ? {} : { topics: options.topics };
    this.#link = new RoomLink(http, {
      ...options,
      room: 'monitor',
      joinOptions: this.#joinOptions as unknown as Record<string, unknown>,
      onState: (state) => this.#count(state as LiveCounters),
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

  /** The latest events of the topics asked for, oldest first, at most 200. */
  get recent(): Readable<readonly GameEvent[]> {
    return this.#recent;
  }

  /** How the server stands; null until joined. */
  get counters(): Readable<Counters | null> {
    return this.#counters;
  }

  async joined(withinMs = 20_000): Promise<this> {
    await this.#link.live(withinMs);
    return this;
  }

  /**
   * Asks for other topics, now and after each reconnection. `operator` is for staff.
   * @throws FairgroundError `unreachable` while there is no connection: then they are asked for on joining;
   *   `forbidden` or `unauthorized` for what is not for one's role: then it stays as it was
   */
  async setTopics(topics: readonly Topic[]): Promise<readonly Topic[]> {
    const before = this.#joinOptions.topics;
    this.#joinOptions.topics = [...topics];
    try {
      const answer = await this.#link.request<{ topics: Topic[] }>('topics', { topics }, ANSWER_WITHIN_MS);
      const wanted = new Set(topics);
      this.#recent.set(this.#recent.value.filter(({ topic }) => wanted.has(topic)));
      return answer.topics;
    } catch (error) {
      if (error instanceof FairgroundError && error.code !== 'unreachable') this.#askedBefore(before);
      throw error;
    }
  }

  /** What was refused is not asked for again on coming back. */
  #askedBefore(topics: readonly Topic[] | undefined): void {
    if (topics === undefined) delete this.#joinOptions.topics;
    else this.#joinOptions.topics = topics;
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  async leave(): Promise<void> {
    this.#options.onLeft();
    await this.#link.leave();
  }

  #message(type: string, payload: unknown): void {
    if (type === 'event') this.#tell((payload as EventMessage).events);
    else if (type === 'thinned') this.thinned.emit((payload as ThinnedMessage).dropped);
    else if (type === 'counters') this.#counters.set(payload as Counters);
    else if (type === 'snapshot') {
      const { events, counters } = payload as SnapshotMessage;
      this.#counters.set(counters);
      this.#tell(events);
    }
  }

  #tell(events: readonly GameEvent[]): void {
    const known = new Set(this.#recent.value.map(({ id }) => id));
    const fresh = events.filter(({ id }) => !known.has(id));
    if (fresh.length === 0) return;
    // The sort is stable: what has the same time stays in the order in which it was told.
    const recent = [...this.#recent.value, ...fresh].sort((a, b) => a.atMs - b.atMs);
    this.#recent.set(recent.slice(-MOST_RECENT));
    this.events.emit(fresh);
  }

  #count(state: LiveCounters): void {
    const known = this.#counters.value;
    if (known === null || state.members === 0) return;
    const { members, players, watchers, connections, queued, running, eventLoopDelayMs } = state;
    const { gamesPerSecond, betsPerSecond, stakedCoinsPerSecond, coinsInPlay } = state;
    this.#counters.set({
      ...known,
      ...{ members, players, watchers, connections, eventLoopDelayMs, coinsInPlay },
      ...{ gamesPerSecond, betsPerSecond, stakedCoinsPerSecond },
      queue: { queued, running },
    });
  }
}
