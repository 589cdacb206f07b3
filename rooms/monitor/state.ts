import { schema, t } from '@colyseus/schema';
import type { Counters } from '../../domain/events/counters.ts';

/** The counters as far as they are numbers; `queued` and `running` are backtests. */
export const MonitorState = schema(
  {
    members: t.uint32().default(0),
    players: t.uint32().default(0),
    watchers: t.uint32().default(0),
    connections: t.uint32().default(0),
    gamesPerSecond: t.float64().default(0),
    betsPerSecond: t.float64().default(0),
    stakedCoinsPerSecond: t.float64().default(0),
    coinsInPlay: t.float64().default(0),
    queued: t.uint32().default(0),
    running: t.uint32().default(0),
    eventLoopDelayMs: t.float64().default(0),
  },
  'MonitorState',
);
export type MonitorState = InstanceType<typeof MonitorState>;

/** Fields that stay the same are not sent. */
export function showCounters(state: MonitorState, counters: Counters): void {
  state.members = counters.members;
  state.players = counters.players;
  state.watchers = counters.watchers;
  state.connections = counters.connections;
  state.gamesPerSecond = counters.gamesPerSecond;
  state.betsPerSecond = counters.betsPerSecond;
  state.stakedCoinsPerSecond = counters.stakedCoinsPerSecond;
  state.coinsInPlay = counters.coinsInPlay;
  state.queued = counters.queue.queued;
  state.running = counters.queue.running;
  state.eventLoopDelayMs = counters.eventLoopDelayMs;
}
