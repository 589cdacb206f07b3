import type { EventDraft } from '../../domain/events/event.ts';
import type { EventSink, Occupancy } from '../../rooms/ports.ts';

/** Where a test's rooms and routes tell what happened: it is kept. */
export function recordEvents(): EventSink & { published: EventDraft[] } {
  const published: EventDraft[] = [];
  return { published, publish: (draft) => void published.push(draft) };
}

export const UNCOUNTED: Occupancy = { players() {}, watchers() {}, openStakes() {} };
