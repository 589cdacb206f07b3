import { type GameEvent, TOPICS, type Topic } from './event.ts';

/** How many events of each topic were left out. */
export type Dropped = Partial<Record<Topic, number>>;

/** What happened since the last frame: the events kept, in their order, and how many more there were. */
export interface Frame {
  events: GameEvent[];
  dropped: Dropped;
}

/** Frames of several members as one, by time; each member's events keep their order (EV4). */
export function mergeFrames(frames: readonly Frame[]): Frame {
  const dropped: Dropped = {};
  for (const frame of frames) addDropped(dropped, frame.dropped);
  const events = frames.flatMap((frame) => frame.events);
  // The sort is stable.
  if (frames.length > 1) events.sort((a, b) => a.atMs - b.atMs);
  return { events, dropped };
}

export function addDropped(total: Dropped, more: Dropped): void {
  for (const topic of TOPICS) {
    const count = more[topic];
    if (count !== undefined) total[topic] = (total[topic] ?? 0) + count;
  }
}

/** Of these topics, how many events were left out altogether. */
export function droppedOf(dropped: Dropped, topics: ReadonlySet<Topic>): number {
  let sum = 0;
  for (const topic of topics) sum += dropped[topic] ?? 0;
  return sum;
}
