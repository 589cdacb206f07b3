import { parentPort, workerData } from 'node:worker_threads';
import { openPool } from '../../db/pool.ts';
import { completeJob } from '../../db/stores/backtestCompletion.ts';
import { datasetStore } from '../../db/stores/datasets.ts';
import { isUnavailable } from '../../db/storeUnavailable.ts';
import type { Bars } from '../../domain/backtest/bars.ts';
import type { Job, JobResult } from '../../domain/backtest/port.ts';
import { executeJob } from './executeJob.ts';
import type { RunEnd, RunOrder, ThreadData, ThreadMessage } from './threadMessages.ts';
import { lowerThreadPriority } from './threadPriority.ts';

// A thread that runs backtests, one after the other: see `jobThread.ts`. It reads bars and writes results over a
// connection of its own, so that neither passes through the thread of the rooms.
const STORE_AGAIN_AFTER_MS = 500;

lowerThreadPriority();
const pool = openPool((workerData as ThreadData).url, 'fairground worker');
const datasets = datasetStore(pool);

async function run({ job, bars, stop, clockAheadMs }: RunOrder): Promise<RunEnd> {
  const flag = new Int32Array(stop);
  const stopped = () => Atomics.load(flag, 0) !== 0;
  const executed = await executeJob(job, {
    bars: async (sha256) => bars ?? (await read(sha256, stopped)),
    ...{ stopped, nowMs: () => performance.now() },
    report: (progress) => post({ progress }),
  });
  if (executed.end === 'stopped') return { end: 'stopped' };
  if (executed.end === 'impossible') {
    return { end: 'failed', reason: 'invalid_request', final: true, message: executed.message };
  }
  return store(job, executed.result, stopped, clockAheadMs);
}

/** An attempt is not given up because the database is away for a while. Null: they are gone, or it was stopped. */
async function read(sha256: string, stopped: () => boolean): Promise<Bars | null> {
  while (!stopped()) {
    try {
      const bars = await datasets.bars(sha256);
      if (bars !== null) post({ bars });
      return bars;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, STORE_AGAIN_AFTER_MS));
  }
  return null;
}

/** What is computed is not given up because the database is away for a while. */
async function store(
  job: Job,
  result: JobResult,
  stopped: () => boolean,
  clockAheadMs: number,
): Promise<RunEnd> {
  for (;;) {
    const completed = await completeJob(pool, job.jobId, result, Date.now() + clockAheadMs);
    if (completed.ok) return { end: 'completed', job: completed.value };
    if (stopped()) return { end: 'stopped' };
    await new Promise((resolve) => setTimeout(resolve, STORE_AGAIN_AFTER_MS));
  }
}

function post(message: ThreadMessage): void {
  parentPort!.postMessage(message);
}

parentPort!.on('message', async (order: RunOrder) => {
  try {
    post(await run(order));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    post({ end: 'failed', reason: 'internal', final: false, message });
  }
});
