import { signal } from '@preact/signals';
import type { Counters } from '../../../../domain/events/counters.ts';
import { type GameEvent, TOPICS, type Topic } from '../../../../domain/events/event.ts';
import type { ConnectionStatus, Monitor } from '../../../sdk/index.ts';
import { takeMonitor } from '../../store/monitorSeat.ts';
import { tableStatus } from '../../store/player.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import { WallFeed, type Win } from './wallFeed.ts';

/** What spectators may choose from. */
export const WALL_TOPICS: readonly Topic[] = TOPICS.filter((topic) => topic !== 'operator');

const TICK_MS = 1_000;
const MOST_RUNS = 2;

/** One look at the wall: a seat in the monitor room, and what is shown of it. Ends with `leave()`. */
export class WallController {
  readonly status = signal<ConnectionStatus>({ state: 'connecting' });
  readonly counters = signal<Counters | null>(null);
  readonly lines = signal<readonly GameEvent[]>([]);
  readonly wins = signal<readonly Win[]>([]);
  /** Events of the last 10 s that are not listed. */
  readonly leftOut = signal(0);
  /** Public backtests under way, the newest first. */
  readonly runs = signal<readonly string[]>([]);
  /** The server's clock, once a second. */
  readonly nowMs = signal(Date.now());
  readonly topics = signal<readonly Topic[]>(storedTopics());
  readonly #monitor: Monitor;
  readonly #feed = new WallFeed();
  readonly #ends: (() => void)[];

  constructor() {
    const { monitor, leave } = takeMonitor(this.topics.value);
    this.#monitor = monitor;
    const timer = setInterval(() => this.#show(), TICK_MS);
    this.#ends = [
      leave,
      () => clearInterval(timer),
      this.#monitor.status.subscribe((status) => this.#connected(status)),
      this.#monitor.counters.subscribe((counters) => this.#counted(counters)),
      this.#monitor.events.subscribe((events) => this.#told(events)),
      this.#monitor.thinned.subscribe((dropped) => this.#feed.leaveOut(dropped, this.#now())),
    ];
    this.#connected(this.#monitor.status.value);
    this.#counted(this.#monitor.counters.value);
    if (this.#monitor.recent.value.length > 0) this.#told(this.#monitor.recent.value);
  }

  leave(): void {
    for (const end of this.#ends) end();
    tableStatus.value = null;
  }

  toggle(topic: Topic): void {
    const chosen = new Set(this.topics.value);
    if (!chosen.delete(topic)) chosen.add(topic);
    this.topics.value = WALL_TOPICS.filter((each) => chosen.has(each));
    writeSetting('wallTopics', this.topics.value.join(' '));
    // A lost seat asks for the last choice again when it is back.
    void this.#monitor.setTopics([...this.topics.value]).catch(() => {});
  }

  /** The first are those that were there before us; all others are news. */
  #told(events: readonly GameEvent[]): void {
    if (this.#feed.lines.length === 0) this.#feed.begin(events, this.#now());
    else this.#feed.add(events, this.#now());
    this.#followRuns(events);
    this.#show();
  }

  #connected(status: ConnectionStatus): void {
    this.status.value = status;
    tableStatus.value = status;
  }

  #counted(counters: Counters | null): void {
    if (!counters) return;
    this.counters.value = counters;
  }

  #now(): number {
    return this.#monitor.clock.nowMs();
  }

  #show(): void {
    const nowMs = this.#now();
    this.nowMs.value = nowMs;
    this.lines.value = this.#feed.lines;
    this.wins.value = this.#feed.wins(nowMs);
    this.leftOut.value = this.#feed.leftOut(nowMs);
  }

  #followRuns(events: readonly GameEvent[]): void {
    let runs = [...this.runs.value];
    for (const event of events) {
      if (event.topic !== 'backtest') continue;
      const { jobId, public: open } = event.data as { jobId: string; public: boolean };
      runs = runs.filter((run) => run !== jobId);
      if (event.type === 'backtest.started' && open) runs.unshift(jobId);
    }
    this.runs.value = runs.slice(0, MOST_RUNS);
  }
}

function storedTopics(): Topic[] {
  const stored = readSetting('wallTopics');
  if (stored === null) return [...WALL_TOPICS];
  return WALL_TOPICS.filter((topic) => stored.split(' ').includes(topic));
}
