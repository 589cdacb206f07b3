import { TOPICS } from '../../domain/events/event.ts';
import { droppedOf } from '../../domain/events/frame.ts';
import type { EventHub } from '../events/hub.ts';
import type { ClusterMetrics } from './cluster.ts';

const EVERY_TOPIC = new Set(TOPICS);

/** Counts the frames that watchers of the monitor get from this process, and what is left out of them. */
export function countFrames(hub: Pick<EventHub, 'onFrame'>, { monitor }: ClusterMetrics): void {
  hub.onFrame(({ dropped }) => monitor.frame(droppedOf(dropped, EVERY_TOPIC)));
}
