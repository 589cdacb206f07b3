import type { Metrics } from '../../domain/backtest/metrics.ts';
import type { BacktestDone, BacktestStateView } from '../../domain/protocol/backtest.ts';
import type { HttpDefaults } from './http.ts';
import { type ConnectionStatus, RoomLink, type RoomLinkOptions } from './roomLink.ts';
import { type Emitter, LazyObservable, Observable, type Readable } from './signal.ts';
import { untilAnswered } from './untilAnswered.ts';
import type { Broadcast } from './wire.ts';

export interface BacktestRunOptions
  extends Pick<RoomLinkOptions, 'session' | 'watchdog' | 'clockSamples' | 'clockEveryMs'> {
  jobId: string;
  onLeft(): void;
}

const ANSWER_WITHIN_MS = 4_000;
const JOIN_WITHIN_MS = 20_000;

/** A seat from which a backtest is watched: by its owner, and by anyone if it is public. Whoever comes late gets all so far. */
export class BacktestRun {
  readonly jobId: string;
  readonly #http: HttpDefaults;
  readonly #options: BacktestRunOptions;
  readonly #link: RoomLink;
  readonly #state = new LazyObservable<BacktestStateView | null>(null);
  readonly #metrics = new Observable<Metrics | null>(null);
  readonly #done = new Observable<BacktestDone | null>(null);

  constructor(http: HttpDefaults, options: BacktestRunOptions) {
    this.jobId = options.jobId;
    this.#http = http;
    this.#options = options;
    this.#link = new RoomLink(http, {
      ...options,
      room: 'backtest',
      joinOptions: { jobId: options.jobId },
      onState: (live) => this.#state.invalidate(() => snapshot(live)),
      onMessage: (type, payload) => this.#message(type, payload),
    });
  }

  get status(): Readable<ConnectionStatus> {
    return this.#link.status;
  }

  get broadcasts(): Emitter<Broadcast> {
    return this.#link.broadcasts;
  }

  /** Plain snapshots, at most four a second; null until joined. */
  get state(): Readable<BacktestStateView | null> {
    return this.#state;
  }

  /** Null until completed. */
  get metrics(): Readable<Metrics | null> {
    return this.#metrics;
  }

  /** How it ended; null before. The seat is given up then. */
  get done(): Readable<BacktestDone | null> {
    return this.#done;
  }

  /** Resolves with this seat once taken; throws why not. */
  async joined(withinMs = JOIN_WITHIN_MS): Promise<this> {
    if (this.#done.value === null) await this.#link.live(withinMs);
    return this;
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  /** Stops it: the owner's. Safe to repeat; `done` tells what came of it. */
  async cancel(): Promise<void> {
    await untilAnswered(
      {
        scheduler: this.#http.scheduler,
        random: this.#http.random,
        live: (withinMs) => this.#link.live(withinMs),
      },
      () => this.#link.request('cancel', {}, ANSWER_WITHIN_MS),
    );
  }

  async leave(): Promise<void> {
    this.#options.onLeft();
    await this.#link.leave();
  }

  #message(type: string, payload: unknown): void {
    if (type === 'metrics') this.#metrics.set(payload as Metrics);
    if (type !== 'done') return;
    this.#done.set(payload as BacktestDone);
    void this.leave();
  }
}

/** The room's live state object, as the decoder fills it, copied. */
function snapshot(live: unknown): BacktestStateView {
  const state = live as Partial<Omit<BacktestStateView, 'equity'>> & {
    equity?: Iterable<BacktestStateView['equity'][number]>;
  };
  return {
    status: state.status ?? 'queued',
    stage: state.stage ?? '',
    percent: state.percent ?? 0,
    equity: Array.from(state.equity ?? [], ({ atMs, value }) => ({ atMs, value })),
    resultHash: state.resultHash ?? '',
  };
}
