import { type GameEvent, TOPICS, type Topic } from './event.ts';

/** What a watcher gets on joining, at most. */
export const SNAPSHOT_EVENTS = 200;

interface Remembered {
  event: GameEvent;
  /** When it came here: orders what has the same time. */
  arrival: number;
}

/**
 * The latest events of each topic (EV6, EV7), of all members: by time, none twice, however often and in whatever
 * order they are told.
 */
export class RecentEvents {
  readonly #byTopic = new Map<Topic, Remembered[]>(TOPICS.map((topic) => [topic, []]));
  readonly #ids = new Set<string>();
  #arrivals = 0;

  add(events: readonly GameEvent[]): void {
    for (const event of events) this.#remember(event);
  }

  /** The newest of these topics, at most 200, oldest first. Each topic has a fair part of it for its own newest. */
  newest(topics: ReadonlySet<Topic>): GameEvent[] {
    const share = Math.floor(SNAPSHOT_EVENTS / Math.max(1, topics.size));
    const chosen: Remembered[] = [];
    const rest: Remembered[] = [];
    for (const topic of topics) {
      const all = this.#byTopic.get(topic)!;
      const from = Math.max(0, all.length - share);
      chosen.push(...all.slice(from));
      rest.push(...all.slice(0, from));
    }
    const room = SNAPSHOT_EVENTS - chosen.length;
    if (room > 0) chosen.push(...rest.sort(byTime).slice(-room));
    return chosen.sort(byTime).map(({ event }) => event);
  }

  #remember(event: GameEvent): void {
    if (this.#ids.has(event.id)) return;
    const all = this.#byTopic.get(event.topic);
    // A member of a later version may know topics that this one doesn't.
    if (all === undefined) return;
    let at = all.length;
    while (at > 0 && all[at - 1]!.event.atMs > event.atMs) at -= 1;
    if (at === 0 && all.length >= SNAPSHOT_EVENTS) return;
    this.#arrivals += 1;
    all.splice(at, 0, { event, arrival: this.#arrivals });
    this.#ids.add(event.id);
    if (all.length > SNAPSHOT_EVENTS) this.#ids.delete(all.shift()!.event.id);
  }
}

function byTime(a: Remembered, b: Remembered): number {
  return a.event.atMs - b.event.atMs || a.arrival - b.arrival;
}
