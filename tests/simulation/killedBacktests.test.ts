import { randomUUID } from 'node:crypto';
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { BacktestCaller, type SeenJob } from '../support/backtestCaller.ts';
import { someBars } from '../support/bars.ts';
import { reconcileData } from '../support/reconcileData.ts';
import { startServer } from '../support/serverProcess.ts';

/** `KILLS=20` runs the long form; `SEED` draws other moments. */
const KILLS = Number(process.env.KILLS ?? 1);
const SEED = process.env.SEED ?? 'fairground';
/** A kill that interrupts none is no kill. */
const MOST_KILLS = 5;
const PLAYERS = 3;
/** All that a guest's 10 credits pay. */
const JOBS_EACH = 3;
const DEEPEST_MS = 300;
/** From the restart on. */
const DONE_WITHIN_MS = 15_000;
const BARS = someBars(150_000, 5, 60_000);

test('[BJ10] killed with kill -9 while backtests run: each completes within 15 s of the restart, charged once', {
  timeout: 120_000 + Math.max(KILLS, MOST_KILLS) * 60_000,
}, async () => {
  const random = seedrandom(SEED);
  const server = await startServer({ env: { JOB_CONCURRENCY: '2' } });
  const hashes = new Set<string | null>();
  let interrupted = 0;
  try {
    // On a busy machine all may have ended before the kill came: then once more.
    for (let kill = 0; kill < KILLS || (interrupted === 0 && kill < MOST_KILLS); kill++) {
      const jobs: { caller: BacktestCaller; jobId: string; key: string; dataset: string }[] = [];
      for (let player = 0; player < PLAYERS; player++) {
        const caller = await BacktestCaller.guest(server.url);
        const dataset = await caller.upload('minutes', BARS);
        for (let job = 0; job < JOBS_EACH; job++) {
          const key = randomUUID();
          jobs.push({ caller, dataset, key, jobId: await caller.submit(dataset, key) });
        }
      }
      const all = () => Promise.all(jobs.map(({ caller, jobId }) => caller.job(jobId)));
      await until(all, (seen) => seen.some(({ status }) => status === 'running'));
      await new Promise((resolve) => setTimeout(resolve, random() * DEEPEST_MS));
      await server.kill();
      await server.start();
      const restartedMs = performance.now();
      // Who never heard the answer asks again, with the key that it has.
      for (const { caller, dataset, key, jobId } of jobs) {
        expect(await caller.submit(dataset, key)).toBe(jobId);
      }
      const seen = await until(all, (now) => now.every(({ endedAtMs }) => endedAtMs !== null));
      const tookMs = performance.now() - restartedMs;
      expect(tookMs).toBeLessThan(DONE_WITHIN_MS);
      for (const job of seen) {
        expect(job.status).toBe('completed');
        hashes.add(job.resultHash);
        if (job.attempt > 1) interrupted++;
      }
      for (const { caller } of jobs) expect(await caller.credits()).toBe(10 - 3 * JOBS_EACH);
      console.log(
        JSON.stringify({ kill, tookMs: Math.round(tookMs), attempts: seen.map(({ attempt }) => attempt) }),
      );
    }
    expect(hashes.size).toBe(1);
    expect(interrupted).toBeGreaterThan(0);
    expect((await reconcileData(server.dataDir)).differenceCoins).toBe(0);
  } finally {
    await server.dispose();
  }
});

async function until(
  all: () => Promise<SeenJob[]>,
  enough: (seen: SeenJob[]) => boolean,
): Promise<SeenJob[]> {
  for (;;) {
    const seen = await all();
    if (enough(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
