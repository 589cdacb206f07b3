import { Client, type Room } from '@colyseus/sdk';
import type { Metrics } from '../../domain/backtest/metrics.ts';
import type { BacktestDone, BacktestStateView } from '../../domain/protocol/backtest.ts';
import { enter } from './harness.ts';

export interface Watcher {
  room: Room;
  state(): BacktestStateView;
  /** What the state showed, once per patch. */
  seen: { stage: string; status: string; percent: number; points: number; atMs: number }[];
  metrics: Metrics[];
  done: BacktestDone[];
  closed: Promise<number>;
}

/** A seat in a job's room by Colyseus' own SDK; without a token as a spectator. */
export async function watchBacktest(url: string, token: string | null, jobId: unknown): Promise<Watcher> {
  const client = new Client(url);
  if (token !== null) client.auth.token = token;
  return attendBacktest(await enter(client, 'backtest', { jobId }));
}

export function attendBacktest(room: Room): Watcher {
  room.reconnection.enabled = false;
  const watcher: Watcher = {
    room,
    state: () => room.state as unknown as BacktestStateView,
    ...{ seen: [], metrics: [], done: [] },
    closed: new Promise<number>((resolve) => {
      room.onLeave((code) => resolve(code));
      room.onDrop((code) => resolve(code));
    }),
  };
  room.onMessage('metrics', (metrics: Metrics) => watcher.metrics.push(metrics));
  room.onMessage('done', (done: BacktestDone) => watcher.done.push(done));
  room.onStateChange((state) => {
    const { stage, status, percent, equity } = state as unknown as BacktestStateView;
    watcher.seen.push({ stage, status, percent, points: equity.length, atMs: performance.now() });
  });
  return watcher;
}
