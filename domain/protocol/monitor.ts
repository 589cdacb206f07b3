import { z } from 'zod';
import type { Counters } from '../events/counters.ts';
import { type GameEvent, TOPICS, type Topic } from '../events/event.ts';

/** Request `topics` of the `monitor` room, and its join option of that name: what one wants to be told of. */
export const Topics = z.array(z.enum(TOPICS)).max(TOPICS.length);
export const TopicsRequest = z.object({ topics: Topics });
export type TopicsRequest = z.infer<typeof TopicsRequest>;

/** Answer of `topics`: what one is told of from now on. `operator` is staff's, and refused to others. */
export interface TopicsAnswer {
  topics: Topic[];
}

/**
 * Message `snapshot`, on joining, on coming back, and after `topics`: the latest 200 events of these topics, oldest
 * first, and the counters. To those who may not see names an event's `player` is null, and ids that lead to somebody
 * are ''.
 */
export interface SnapshotMessage {
  events: GameEvent[];
  counters: Counters;
}

/** Message `event`, at most 4 a second. */
export interface EventMessage {
  events: GameEvent[];
}

/** Message `thinned`: how many events of one's topics were left out since the last one told, or since joining. */
export interface ThinnedMessage {
  dropped: number;
}

/** Message `counters`, every few seconds. In between the state has those that are numbers. */
export type CountersMessage = Counters;
