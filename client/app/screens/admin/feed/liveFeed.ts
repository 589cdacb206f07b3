import { signal } from '@preact/signals';
import type { Counters } from '../../../../../domain/events/counters.ts';
import { type GameEvent, TOPICS, type Topic } from '../../../../../domain/events/event.ts';
import type { ConnectionStatus, Monitor } from '../../../../sdk/index.ts';
import { fair } from '../../../store/player.ts';

/** The monitor room as an operator sees it, for as long as the console is open: the pages of it share one seat. */

const MOST_EVENTS = 300;
export const HISTORY_MS = 300_000;

export const monitorStatus = signal<ConnectionStatus>({ state: 'connecting' });
export const counters = signal<Counters | null>(null);
/** The counters of the last 5 minutes, oldest first. */
export const counterHistory = signal<readonly Counters[]>([]);
/** Newest first. */
export const feed = signal<readonly GameEvent[]>([]);
export const topics = signal<readonly Topic[]>(TOPICS);
/** Events that the server left out so far, because there were too many. */
export const leftOut = signal(0);
/** While paused, new events wait here, newest first. */
export const paused = signal(false);
export const waiting = signal<readonly GameEvent[]>([]);

let monitor: Monitor | null = null;

/** Takes the seat; returns what gives it up. */
export function attend(): () => void {
  const seat = fair.monitor({ topics: [...topics.value] });
  monitor = seat;
  const ends = [
    seat.status.subscribe((status) => {
      monitorStatus.value = status;
    }),
    seat.counters.subscribe(counted),
    seat.events.subscribe(take),
    seat.thinned.subscribe((dropped) => {
      leftOut.value += dropped;
    }),
  ];
  monitorStatus.value = seat.status.value;
  counted(seat.counters.value);
  take(seat.recent.value);
  return () => {
    for (const end of ends) end();
    if (monitor === seat) monitor = null;
    counters.value = null;
    counterHistory.value = [];
    feed.value = [];
    waiting.value = [];
    leftOut.value = 0;
    void seat.leave();
  };
}

export function toggleTopic(topic: Topic): void {
  const chosen = new Set(topics.value);
  if (!chosen.delete(topic)) chosen.add(topic);
  topics.value = TOPICS.filter((each) => chosen.has(each));
  feed.value = feed.value.filter((event) => chosen.has(event.topic));
  // A lost seat asks for the last choice again when it is back.
  void monitor?.setTopics([...topics.value]).catch(() => {});
}

export function pause(): void {
  paused.value = true;
}

export function resume(): void {
  paused.value = false;
  feed.value = [...waiting.value, ...feed.value].slice(0, MOST_EVENTS);
  waiting.value = [];
}

function take(events: readonly GameEvent[]): void {
  const newest = [...events].reverse();
  const into = paused.value ? waiting : feed;
  into.value = [...newest, ...into.value].slice(0, MOST_EVENTS);
}

function counted(told: Counters | null): void {
  if (!told) return;
  counters.value = told;
  const kept = counterHistory.value.filter(({ atMs }) => atMs > told.atMs - HISTORY_MS && atMs < told.atMs);
  counterHistory.value = [...kept, told];
}
