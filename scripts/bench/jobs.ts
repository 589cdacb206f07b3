import { randomUUID } from 'node:crypto';
import { join as joinPath } from 'node:path';
import type { Room } from '@colyseus/sdk';
import { runningEmbedded } from '../../db/embedded.ts';
import { openPool } from '../../db/pool.ts';
import { datasetStore } from '../../db/stores/datasets.ts';
import { BacktestCaller } from '../../tests/support/backtestCaller.ts';
import { someBars } from '../../tests/support/bars.ts';
import { reconcileData } from '../../tests/support/reconcileData.ts';
import { startServer } from '../../tests/support/serverProcess.ts';
import { inParallel, join, quantile } from './players.ts';

const PLAYERS = 100;
const WORKERS = 5;
/** 10,000 to 100,000 bars, as many jobs of each. */
const DATASETS = 10;
const MINUTE_MS = 60_000;
const CANCELS = 20;

/**
 * 100 players, each with a backtest at once and a room to watch it in, over 5 workers. `firstProgress` is from a job's
 * start (or from when its watcher was seated, if that is later: so many are `lateWatchers`) to the state that its
 * watcher's client has; the event loop is that of the process of all rooms, its
 * sampling interval of 10 ms included. Then runs are cancelled: from the request to the state that says so.
 */
export async function benchJobs(): Promise<Record<string, Record<string, number>>> {
  const server = await startServer({ env: { JOB_CONCURRENCY: `${WORKERS}` } });
  try {
    const datasets = await storeDatasets(server.dataDir);
    const callers = await inParallel(PLAYERS, 10, () => BacktestCaller.guest(server.url));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // Reading the figure starts it anew.
    await loopP99Ms(server.url);
    const startedMs = performance.now();
    const jobs = await Promise.all(
      callers.map(async (caller, at) => {
        const jobId = await caller.submit(datasets[at % DATASETS]!, randomUUID());
        const room = await join(server.url, caller.token, 'backtest', { jobId });
        return { caller, jobId, seen: watch(room) };
      }),
    );
    const firsts = await Promise.all(jobs.map(({ seen }) => seen.done));
    const tookMs = performance.now() - startedMs;
    const p99LoopMs = await loopP99Ms(server.url);
    const ended = await Promise.all(jobs.map(({ caller, jobId }) => caller.job(jobId)));
    const waits = ended.map(({ createdAtMs, startedAtMs }) => startedAtMs! - createdAtMs);
    const progress = ended.map(({ startedAtMs }, at) => {
      const { firstAtMs, seatedAtMs } = firsts[at]!;
      return Math.max(0, firstAtMs - Math.max(startedAtMs!, seatedAtMs));
    });
    const lateWatchers = ended.filter(({ startedAtMs }, at) => firsts[at]!.seatedAtMs > startedAtMs!).length;
    const completed = ended.filter(({ status }) => status === 'completed').length;
    const cancels = await benchCancels(server.url, callers, datasets.at(-1)!);
    const { differenceCoins } = await reconcileData(server.dataDir);
    if (differenceCoins !== 0) throw new Error(`the ledger does not add up: ${differenceCoins}`);
    return {
      [`${WORKERS} workers`]: {
        ...{
          jobs: PLAYERS,
          successPercent: (completed / PLAYERS) * 100,
          perSecond: (PLAYERS / tookMs) * 1_000,
        },
        averageWaitMs: waits.reduce((sum, wait) => sum + wait, 0) / PLAYERS,
        ...{ longestWaitMs: Math.max(...waits), p50FirstProgressMs: quantile(progress, 0.5) },
        ...{ p99FirstProgressMs: quantile(progress, 0.99), lateWatchers, p99LoopMs },
      },
      cancel: cancels,
    };
  } finally {
    await server.dispose();
  }
}

/** Ready-made ones, so that every player has all of them. */
async function storeDatasets(dataDir: string): Promise<string[]> {
  const pool = openPool(runningEmbedded(joinPath(dataDir, 'postgres'))!);
  try {
    const ids: string[] = [];
    for (let at = 1; at <= DATASETS; at++) {
      const stored = await datasetStore(pool).put(
        { id: randomUUID(), playerId: null, name: `bench ${at}`, createdAtMs: 0 },
        someBars(at * 10_000, at, MINUTE_MS),
      );
      if (!stored.ok) throw new Error(stored.error.code);
      ids.push(stored.value.id);
    }
    return ids;
  } finally {
    await pool.end();
  }
}

/** When its watcher was seated and when its first progress was here (epoch ms), once the job is done. */
function watch(room: Room): { done: Promise<{ seatedAtMs: number; firstAtMs: number }> } {
  const seatedAtMs = Date.now();
  let firstAtMs = 0;
  const done = new Promise<{ seatedAtMs: number; firstAtMs: number }>((resolve) => {
    room.onMessage('metrics', () => {});
    room.onMessage('done', () => {
      resolve({ seatedAtMs, firstAtMs });
      void room.leave();
    });
    room.onStateChange((state: { status: string }) => {
      if (firstAtMs === 0 && state.status !== 'queued') firstAtMs = Date.now();
    });
  });
  return { done };
}

/** How long from asking for a cancel to the job's end, of jobs that were found running. */
async function benchCancels(
  url: string,
  callers: BacktestCaller[],
  dataset: string,
): Promise<Record<string, number>> {
  const times: number[] = [];
  for (const caller of callers.slice(0, CANCELS)) {
    const jobId = await caller.submit(dataset, randomUUID());
    const room = await join(url, caller.token, 'backtest', { jobId });
    const done = new Promise<string>((resolve) => {
      room.onMessage('metrics', () => {});
      room.onMessage('done', ({ status }: { status: string }) => resolve(status));
    });
    const askedMs = performance.now();
    await room.request('cancel', {});
    if ((await done) === 'cancelled') times.push(performance.now() - askedMs);
    await room.leave();
  }
  return { jobs: times.length, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

async function loopP99Ms(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^fairground_nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1_000;
}
