import { randomUUID } from 'node:crypto';
import seedrandom from 'seedrandom';
import type { Bars } from '../../domain/backtest/bars.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import type { Job } from '../../domain/backtest/port.ts';
import { executeJob } from '../../server/jobs/executeJob.ts';
import type { LiveApp, SignedIn } from './liveApp.ts';

export const DAY_MS = 86_400_000;
export const FROM_MS = Date.UTC(2020, 0, 1);

export const CROSSING = {
  v: 1,
  ind: { f: ['sma', 'close', 5], s: ['sma', 'close', 10] },
  long: { crossAbove: ['f', 's'] },
  short: { crossBelow: ['f', 's'] },
};

/** Daily bars of a seeded random walk, open to high and low included. */
export function walk(count: number, seed: string): Bars {
  const random = seedrandom(seed);
  const column = () => new Float64Array(count);
  const bars = {
    ...{ timeMs: column(), open: column(), high: column(), low: column(), close: column(), volume: column() },
  };
  let price = 100;
  for (let at = 0; at < count; at++) {
    const open = price;
    price *= 1 + (random() - 0.5) * 0.04;
    bars.timeMs[at] = FROM_MS + at * DAY_MS;
    bars.open[at] = open;
    bars.close[at] = price;
    bars.high[at] = Math.max(open, price) * 1.01;
    bars.low[at] = Math.min(open, price) * 0.99;
    bars.volume[at] = Math.floor(random() * 1_000);
  }
  return bars;
}

/** A data set of a player's, or with null a ready-made one. */
export async function putDataset(
  app: LiveApp,
  owner: SignedIn | null,
  count: number,
  seed: string,
): Promise<Dataset> {
  const put = await app.database.datasets.put(
    { id: randomUUID(), playerId: owner?.player.id ?? null, name: `walk ${seed}`, createdAtMs: app.nowMs() },
    walk(count, seed),
  );
  if (!put.ok) throw new Error(put.error.message);
  return put.value;
}

/** Runs all jobs that wait, one after the other, here: the engine and the stores are the real ones. */
export async function runWaiting(app: LiveApp): Promise<Job[]> {
  const done: Job[] = [];
  for (;;) {
    const taken = await app.runs.take();
    if (!taken.ok) throw new Error(taken.error.message);
    if (taken.value === null) return done;
    const { jobId } = taken.value;
    const execution = await executeJob(taken.value, {
      bars: (sha256) => app.database.datasets.bars(sha256),
      stopped: () => false,
      report: () => {},
      nowMs: () => performance.now(),
    });
    if (execution.end !== 'computed') throw new Error(`job ${jobId} ended ${execution.end}`);
    const completed = await app.runs.complete(jobId, execution.result);
    if (!completed.ok || completed.value === null) throw new Error(`job ${jobId} was not completed`);
    done.push(completed.value);
  }
}
