import type { JsonValue } from '../../domain/canonicalJson.ts';
import type { Bus } from '../../domain/cluster/bus.ts';
import {
  type Counters,
  type MemberCounters,
  mergeCounters,
  SILENT_AFTER_MS,
} from '../../domain/events/counters.ts';
import { Tally } from '../../domain/events/tally.ts';
import type { Occupancy } from '../../rooms/ports.ts';
import type { EventHub } from './hub.ts';

const TELL_EVERY_MS = 1_000;
const ASK_FOR_QUEUE_EVERY_MS = 2_000;

export interface ClusterCountersOptions {
  bus: Bus;
  hub: Pick<EventHub, 'subscribe'>;
  nowMs(): number;
  eventLoopDelayMs(): number;
  connections(): number;
  /** Open rooms of this process, by name. */
  rooms(): Record<string, number>;
  /** Backtests of the whole cluster; null while the database is away. */
  queue(): Promise<Counters['queue'] | null>;
}

export interface ClusterCounters {
  occupancy: Occupancy;
  /** As this member knows them: its own of now, the others' of the last second. */
  counters(): Counters;
  stop(): void;
}

/** The counters of the monitor: every member tells its own each second, and adds up what it hears. */
export function createClusterCounters(options: ClusterCountersOptions): ClusterCounters {
  const { bus, nowMs } = options;
  const tally = new Tally();
  const watchers = new Map<string, number>();
  const openStakes = new Map<string, number>();
  const others = new Map<string, { counters: MemberCounters; heardAtMs: number }>();
  let players = 0;
  let queue: Counters['queue'] = { queued: 0, running: 0 };

  function own(): MemberCounters {
    const { games, bets, stakedCoins } = tally.recent(nowMs());
    return {
      ...{ players, watchers: sumOf(watchers), connections: options.connections(), rooms: options.rooms() },
      ...{ games5s: games, bets5s: bets, stakedCoins5s: stakedCoins, coinsInPlay: sumOf(openStakes) },
      ...{ eventLoopDelayMs: options.eventLoopDelayMs(), games: tally.totals() },
    };
  }

  async function askForQueue(): Promise<void> {
    queue = (await options.queue()) ?? queue;
  }

  const unsubscribe = [
    options.hub.subscribe((event) => tally.add(event, event.atMs)),
    bus.subscribe('counters', (message, fromMemberId) => {
      others.set(fromMemberId, { counters: message as unknown as MemberCounters, heardAtMs: nowMs() });
    }),
  ];
  const timers = [
    setInterval(() => bus.publish('counters', own() as unknown as JsonValue), TELL_EVERY_MS),
    setInterval(() => void askForQueue().catch(() => {}), ASK_FOR_QUEUE_EVERY_MS),
  ];

  return {
    occupancy: {
      players: (count) => {
        players = count;
      },
      watchers: (place, count) => keep(watchers, place, count),
      openStakes: (place, coins) => keep(openStakes, place, coins),
    },
    counters() {
      const atMs = nowMs();
      for (const [memberId, { heardAtMs }] of others)
        if (heardAtMs < atMs - SILENT_AFTER_MS) others.delete(memberId);
      return mergeCounters(atMs, queue, [own(), ...[...others.values()].map(({ counters }) => counters)]);
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
      for (const end of unsubscribe) end();
    },
  };
}

function keep(places: Map<string, number>, place: string, value: number): void {
  if (value === 0) places.delete(place);
  else places.set(place, value);
}

function sumOf(places: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of places.values()) sum += value;
  return sum;
}
