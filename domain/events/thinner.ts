import type { GameEvent, Topic } from './event.ts';
import { addDropped, type Dropped, type Frame } from './frame.ts';
import { notability } from './notability.ts';

interface Kept {
  event: GameEvent;
  /** Its place among all that were added. */
  order: number;
}

interface TopicLoad {
  kept: Kept[];
  dropped: number;
  /** Once it is full: the place in `kept` of the one to go next, and what it is worth. */
  least: { index: number; worth: number } | null;
}

/**
 * Collects the events of one frame (EV1 to EV4): at most so many of each topic, so that a flood of one pushes out
 * none of another; the most notable stay. What does not fit costs one comparison.
 */
export class Thinner {
  readonly #perTopic: number;
  readonly #topics = new Map<Topic, TopicLoad>();
  #order = 0;

  constructor(perTopic: number) {
    this.#perTopic = perTopic;
  }

  get empty(): boolean {
    return this.#topics.size === 0;
  }

  add(event: GameEvent): void {
    let load = this.#topics.get(event.topic);
    if (load === undefined) {
      load = { kept: [], dropped: 0, least: null };
      this.#topics.set(event.topic, load);
    }
    this.#order += 1;
    if (load.kept.length < this.#perTopic) {
      load.kept.push({ event, order: this.#order });
      return;
    }
    load.dropped += 1;
    load.least ??= leastOf(load.kept);
    if (load.least === null || notability(event) <= load.least.worth) return;
    load.kept[load.least.index] = { event, order: this.#order };
    load.least = null;
  }

  /** The frame so far; then it begins anew. */
  take(): Frame {
    const kept: Kept[] = [];
    const dropped: Dropped = {};
    for (const [topic, load] of this.#topics) {
      kept.push(...load.kept);
      if (load.dropped > 0) dropped[topic] = load.dropped;
    }
    this.#topics.clear();
    kept.sort((a, b) => a.order - b.order);
    return { events: kept.map(({ event }) => event), dropped };
  }
}

/** The same frame with at most `perTopic` events of each topic. */
export function thinFrame(frame: Frame, perTopic: number): Frame {
  if (frame.events.length <= perTopic) return frame;
  const thinner = new Thinner(perTopic);
  for (const event of frame.events) thinner.add(event);
  const thinned = thinner.take();
  addDropped(thinned.dropped, frame.dropped);
  return thinned;
}

/** Of those that are worth the same the latest goes first. */
function leastOf(kept: readonly Kept[]): TopicLoad['least'] {
  let least: TopicLoad['least'] = null;
  for (const [index, { event, order }] of kept.entries()) {
    const worth = notability(event);
    if (least === null || worth < least.worth || (worth === least.worth && order > kept[least.index]!.order))
      least = { index, worth };
  }
  return least;
}
