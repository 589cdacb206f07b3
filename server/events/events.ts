import { matchMaker, type RegisteredHandler } from '@colyseus/core';
import type { JobQueue } from '../../domain/backtest/queue.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import type { Clock, Log, MonitorFeed, Occupancy } from '../../rooms/ports.ts';
import { createClusterCounters } from './clusterCounters.ts';
import { createEventHub, type EventHub } from './hub.ts';
import { type OpenOfKind, OpenRooms } from './openRooms.ts';

export interface EventsOptions {
  bus: Bus;
  clock: Pick<Clock, 'nowMs'>;
  overload: { delayMs(): number };
  queue: Pick<JobQueue, 'standing'>;
  log: Log;
}

export interface Events {
  hub: EventHub;
  occupancy: Occupancy;
  monitor: MonitorFeed;
  /** Is shown each kind of room before one is opened, to count them. */
  attend(handler: RegisteredHandler): void;
  /** This process' rooms and clients, by kind of room. */
  openRooms(): OpenOfKind[];
  stop(): void;
}

/** What is told of games, sessions and sign-ins, and what is counted of it, over all members of the cluster. */
export function startEvents({ bus, clock, overload, queue, log }: EventsOptions): Events {
  const rooms = new OpenRooms();
  const hub = createEventHub({ bus, nowMs: clock.nowMs, eventLoopDelayMs: overload.delayMs, log });
  const counters = createClusterCounters({
    ...{ bus, hub, nowMs: clock.nowMs, eventLoopDelayMs: overload.delayMs },
    connections: () => matchMaker.stats.local.ccu,
    rooms: () => rooms.counts(),
    async queue() {
      const standing = await queue.standing();
      return standing.ok ? { queued: standing.value.queued, running: standing.value.running } : null;
    },
  });
  return {
    hub,
    occupancy: counters.occupancy,
    monitor: { snapshot: hub.snapshot, onFrame: hub.onFrame, counters: counters.counters },
    attend: (handler) => rooms.attend(handler),
    openRooms: () => rooms.standing(),
    stop() {
      counters.stop();
      hub.stop();
    },
  };
}
