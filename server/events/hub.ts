import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import { SILENT_AFTER_MS } from '../../domain/events/counters.ts';
import { type EventDraft, type GameEvent, TOPICS, type Topic, topicOf } from '../../domain/events/event.ts';
import { type Frame, mergeFrames } from '../../domain/events/frame.ts';
import { frameEveryMs, MOST_PER_TOPIC } from '../../domain/events/pace.ts';
import { RecentEvents } from '../../domain/events/recentEvents.ts';
import { Thinner } from '../../domain/events/thinner.ts';
import type { EventSink, Log, MonitorFeed } from '../../rooms/ports.ts';

const EVERY_TOPIC: ReadonlySet<Topic> = new Set(TOPICS);

/** What members tell each other over the bus: frames, and what a new one missed. */
type EventMessage = { frame: Frame } | { ask: true } | { recent: GameEvent[] };

export interface EventHubOptions {
  bus: Bus;
  nowMs(): number;
  eventLoopDelayMs(): number;
  log: Log;
}

/**
 * Every event of this process passes here. Listeners in the process hear each of them at once; watchers, and the
 * other members, get frames: at most 4 a second, thinned.
 */
export interface EventHub extends EventSink, Pick<MonitorFeed, 'snapshot' | 'onFrame'> {
  /** Hears every event of this process, in the turn in which it is told. Returns the function that ends it. */
  subscribe(listener: (event: GameEvent) => void): () => void;
  stop(): void;
}

export function createEventHub({ bus, nowMs, eventLoopDelayMs, log }: EventHubOptions): EventHub {
  const listeners = new Set<(event: GameEvent) => void>();
  const watchers = new Set<(frame: Frame) => void>();
  const recent = new RecentEvents();
  const thinner = new Thinner(MOST_PER_TOPIC);
  /** Unique in the cluster, and shorter than two UUIDs. */
  const idPrefix = `${bus.memberId.replaceAll('-', '').slice(0, 12)}-`;
  let published = 0;
  /** Frames of other members since the last one. */
  let arrived: Frame[] = [];
  /** When another member was heard of last: as long as there is none, nothing is told to the bus. */
  let heardAtMs = -Infinity;
  let timer: NodeJS.Timeout | null = null;

  function arm(): void {
    timer ??= setTimeout(tell, frameEveryMs(eventLoopDelayMs()));
  }

  function tell(): void {
    timer = null;
    const frames = arrived;
    arrived = [];
    if (!thinner.empty) {
      const own = thinner.take();
      if (nowMs() - heardAtMs < SILENT_AFTER_MS)
        bus.publish('events', { frame: own } as unknown as JsonValue);
      frames.push(own);
    }
    if (frames.length === 0) return;
    const frame = mergeFrames(frames);
    recent.add(frame.events);
    for (const watcher of watchers) guarded(() => watcher(frame));
  }

  function receive(message: EventMessage): void {
    heard();
    if ('frame' in message) {
      arrived.push(message.frame);
      arm();
    } else if ('recent' in message) {
      recent.add(message.recent);
    } else {
      bus.publish('events', { recent: recent.newest(EVERY_TOPIC) } as unknown as JsonValue);
    }
  }

  function guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      log.error({ err: error, code: 'internal' }, 'a listener to events met a bug');
    }
  }

  function heard(): void {
    heardAtMs = nowMs();
  }

  const ask = () => bus.publish('events', { ask: true });
  const ends = [
    bus.subscribe('events', (message) => receive(message as unknown as EventMessage)),
    // Each member tells its counters each second, whatever happens.
    bus.subscribe('counters', heard),
    bus.onGap(ask),
  ];
  ask();

  return {
    publish(draft: EventDraft) {
      published += 1;
      const event = {
        ...draft,
        id: idPrefix + published.toString(36),
        atMs: nowMs(),
        topic: topicOf(draft.type),
      } as GameEvent;
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error({ err: error, code: 'internal' }, 'a listener to events met a bug');
        }
      }
      thinner.add(event);
      arm();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onFrame(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    snapshot: (topics) => recent.newest(topics),
    stop() {
      if (timer !== null) clearTimeout(timer);
      for (const end of ends) end();
    },
  };
}
