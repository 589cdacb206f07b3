import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reconcile } from '../../db/reconcile.ts';
import { DEFAULT_CONFIG } from '../../domain/backtest/config.ts';
import type { Dataset } from '../../domain/backtest/datasets.ts';
import { marketCondition } from '../../domain/backtest/jobRules.ts';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import type { Job, JobNews } from '../../domain/backtest/port.ts';
import { runBacktest } from '../../domain/backtest/run.ts';
import type { Player } from '../../domain/identity/port.ts';
import { fail } from '../../domain/result.ts';
import { startRelay } from '../../scripts/cluster/relay.ts';
import { createJobEvents } from '../../server/jobs/jobEvents.ts';
import { createJobs, type Jobs } from '../../server/jobs/jobs.ts';
import { JobThread } from '../../server/jobs/jobThread.ts';
import { SharedBars } from '../../server/jobs/sharedBars.ts';
import { BacktestWorld, orderedData, storeBars, storedResult } from '../db/backtestWorld.ts';
import { value } from '../db/crashTable.ts';
import { someBars } from '../support/bars.ts';
import { CROSSING } from '../support/crossing.ts';
import { recordEvents } from '../support/events.ts';

const SMALL = someBars(3_000);
const LARGE = someBars(400_000, 2, 60_000);

let world: BacktestWorld;
let small: Dataset;
let large: Dataset;
let player: Player;
let ended: Job[] = [];
const opened: Jobs[] = [];
const events = recordEvents();

beforeAll(async () => {
  world = await BacktestWorld.open();
  small = await storeBars(world.db, SMALL);
  large = await storeBars(world.db, LARGE);
});
afterAll(() => world.dispose());
beforeEach(async () => {
  player = await world.player(20);
  ended = [];
});
afterEach(async () => {
  for (const jobs of opened.splice(0)) await jobs.stop();
});

/** A process' workers, as `server/main.ts` makes them. */
function workers(
  change: { concurrency?: number; timeLimitMs?: number; url?: string } = {},
  member: Pick<ReturnType<BacktestWorld['member']>, 'store' | 'queue' | 'runs'> = world.member(world.ownerId),
) {
  const jobs = createJobs({
    ...{ url: world.db.url, concurrency: 1, timeLimitMs: 60_000, ...change },
    stores: { jobs: { ...member.store, ...member.queue }, runs: member.runs },
    clock: { nowMs: () => world.nowMs },
    log: { info() {}, warn() {}, error() {} },
    events: createJobEvents(events, world.db.identity, { info() {}, warn() {}, error() {} }),
    onEnded: (job) => ended.push(job),
  });
  opened.push(jobs);
  jobs.start();
  return jobs;
}

/** Submits, and collects what watchers are told until `enough`. */
async function submitted(
  jobs: Jobs,
  dataset: Dataset,
  watching: Jobs = jobs,
  enough: (news: JobNews) => boolean = (news) => news.status !== 'queued' && news.status !== 'running',
): Promise<{ jobId: string; news: JobNews[] }> {
  const order = world.order(player, orderedData(dataset));
  const news: JobNews[] = [];
  const told = new Promise<void>((resolve) => {
    watching.watch(order.jobId, (next) => {
      news.push(next);
      if (enough(next)) resolve();
    });
  });
  value(await jobs.store.submit(order));
  await told;
  return { jobId: order.jobId, news };
}

async function end(jobs: Jobs, jobId: string): Promise<JobNews> {
  for (;;) {
    const job = value(await jobs.store.job(jobId, player.id))!;
    if (job.endedAtMs !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function onThisThread(bars: typeof SMALL, datasetSha256: string): string {
  const strategy = value(parseStrategy(CROSSING, bars.timeMs.length));
  const outcome = value(runBacktest({ strategy, config: DEFAULT_CONFIG, bars, datasetSha256 }));
  if (outcome.cancelled) throw new Error('nobody cancelled it');
  return outcome.resultHash;
}

describe('workers', () => {
  test('[BJ10] while the database is away from a worker its attempt goes on: bars are read once it is back', async () => {
    const { hostname, port } = new URL(world.db.url);
    const relay = await startRelay('127.0.0.1', { host: hostname, port: Number(port) });
    const url = new URL(world.db.url);
    url.host = `127.0.0.1:${relay.port}`;
    const cut = setInterval(() => relay.reset(), 1);
    const jobs = workers({ url: url.href });
    let told = 0;
    const { jobId } = await submitted(
      jobs,
      small,
      jobs,
      ({ status }) => status === 'running' && ++told === 1,
    );
    // Longer than an attempt to connect may last.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    clearInterval(cut);
    expect(await end(jobs, jobId)).toMatchObject({ status: 'completed', attempt: 1 });
    for (const each of opened.splice(0)) await each.stop();
    await relay.close();
  });

  test('[BJ10] a job that was taken while its answer was lost is taken again', async () => {
    const member = world.member(world.ownerId);
    let lost = 0;
    const take: typeof member.runs.take = async () => {
      const taken = await member.runs.take();
      if (!taken.ok || taken.value === null || lost > 0) return taken;
      lost++;
      return fail('store_unavailable');
    };
    const { news } = await submitted(workers({}, { ...member, runs: { ...member.runs, take } }), small);
    expect(lost).toBe(1);
    expect(news.at(-1)).toMatchObject({ status: 'completed' });
  });

  test('[BJ12] [BJ15] stages in order, the curve growing, and the hash of the main thread', async () => {
    const { jobId, news } = await submitted(workers(), large);
    const percents = news.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    // A busy machine reads its row once before it starts.
    const stages = [...new Set(news.map(({ stage }) => stage))].filter((stage) => stage !== 'queued');
    expect(stages).toEqual(['accepted', 'data', 'indicators', 'simulation', 'metrics', 'stored']);
    for (const { equity } of news) expect(equity.length).toBeLessThanOrEqual(400);
    const last = news.at(-1)!;
    expect(last).toMatchObject({ status: 'completed', percent: 100 });
    expect(last.resultHash).toBe(onThisThread(LARGE, large.sha256));
    const stored = (await storedResult(world.store, jobId, player.id))!;
    expect(stored).toMatchObject({ resultHash: last.resultHash, metrics: last.metrics });
    expect(stored.equity.length).toBe(2_000);
    expect(stored.equity.at(-1)).toEqual({
      atMs: LARGE.timeMs.at(-1),
      value: last.metrics!.finalEquity.value,
    });
    expect(await world.credits(player)).toBe(17);
  });

  test('[BJ11] a completed run counts for its strategy, with the condition of the market', async () => {
    const { jobId, news } = await submitted(workers(), small);
    const { rows } = await world.db.pool.query('select * from strategy_run where job_id = $1', [jobId]);
    const metrics = news.at(-1)!.metrics!;
    const days = (SMALL.timeMs.at(-1)! - SMALL.timeMs[0]!) / 86_400_000;
    expect(rows).toMatchObject([
      {
        ...{ player_id: player.id, sharpe: metrics.sharpe.value, cagr: metrics.cagr.value, days },
        ...{ trades: metrics.trades.value, result_hash: news.at(-1)!.resultHash },
        market_condition: marketCondition(metrics.buyAndHoldReturn.value!, days),
      },
    ]);
    expect(marketCondition(0.21, 2 * 365.25)).toBe('bull');
    expect(marketCondition(0.19, 2 * 365.25)).toBe('sideways');
    expect(marketCondition(-0.09, 365.25)).toBe('sideways');
    expect(marketCondition(-0.2, 2 * 365.25)).toBe('bear');
  });

  test('[BJ15] a part of a data set, by its times; twice the same is the same hash', async () => {
    const jobs = workers({ concurrency: 2 });
    const part = { fromMs: SMALL.timeMs[500]!, toMs: SMALL.timeMs[1_499]!, bars: 1_000 };
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const order = world.order(player, { ...orderedData(small), ...part });
        return value(await jobs.store.submit(order)).job.jobId;
      }),
    );
    const [first, second] = await Promise.all(ids.map((jobId) => end(jobs, jobId)));
    const columns = Object.entries(SMALL).map(([name, column]) => [name, column.slice(500, 1_500)]);
    const cut = Object.fromEntries(columns) as typeof SMALL;
    expect(first!.resultHash).toBe(onThisThread(cut, small.sha256));
    expect(second!.resultHash).toBe(first!.resultHash);
  });

  test('[BJ12] watchers in another process are told as well', async () => {
    const elsewhere = workers({ concurrency: 0 }, world.member(crypto.randomUUID()));
    const { news } = await submitted(workers(), large, elsewhere);
    expect(news.at(-1)).toMatchObject({ status: 'completed', percent: 100 });
    expect(news.at(-1)!.metrics!.trades.value).toBeGreaterThan(0);
  });

  test('[BJ7] [BJ13] a running job is cancelled, here or from another process, without a refund', async () => {
    const here = workers();
    const elsewhere = workers({ concurrency: 0 }, world.member(crypto.randomUUID()));
    for (const canceller of [here, elsewhere]) {
      const { jobId } = await submitted(here, large, here, ({ status }) => status === 'running');
      value(await canceller.store.cancel(jobId, player.id));
      expect(await end(here, jobId)).toMatchObject({ status: 'cancelled', resultHash: null });
    }
    expect(await world.credits(player)).toBe(14);
    expect(ended.map(({ refunded }) => refunded)).toEqual([false, false]);
  });

  test('[BJ13] who exceeds the time cap has failed, without a refund, and is not tried again', async () => {
    const { jobId, news } = await submitted(workers({ timeLimitMs: 1 }), large);
    expect(news.at(-1)).toMatchObject({ status: 'failed', reason: 'time_limit' });
    expect(value(await world.store.job(jobId, player.id))).toMatchObject({ attempt: 1, refunded: false });
    expect(await world.credits(player)).toBe(17);
  });

  test('[BJ10] a process that stops gives its job back; the next one completes it, charged once', async () => {
    const first = workers();
    const { jobId } = await submitted(first, large, first, ({ status }) => status === 'running');
    await first.stop();
    expect(value(await world.store.job(jobId, player.id))).toMatchObject({ status: 'queued' });
    expect(await end(workers(), jobId)).toMatchObject({
      status: 'completed',
      resultHash: expect.any(String),
    });
    expect(await world.credits(player)).toBe(17);
  });

  test('[BJ6] [BJ9] a bug in a run: three attempts, then failed and refunded, and the worker serves the next', async () => {
    const jobs = workers();
    const order = world.order(player, { ...orderedData(small), strategy: { v: 1, ind: null } });
    value(await jobs.store.submit(order));
    const hurry = setInterval(() => void world.skipPauses(), 50);
    expect(await end(jobs, order.jobId)).toMatchObject({ status: 'failed', reason: 'internal', attempt: 3 });
    clearInterval(hurry);
    expect(await world.credits(player)).toBe(20);
    expect((await submitted(jobs, small)).news.at(-1)).toMatchObject({ status: 'completed' });
  });

  test('[BJ1] [BJ9] the books agree after all that', async () => {
    const client = await world.db.pool.connect();
    try {
      expect(await reconcile(client)).toMatchObject({ differenceCoins: 0, differences: [] });
    } finally {
      client.release();
    }
  });
});

describe('a worker thread', () => {
  test('[BJ14] that dies fails its run only, and starts again for the next', async () => {
    const thread = new JobThread({ url: world.db.url }, new SharedBars());
    const jobId = await world.submit(player, orderedData(large));
    const first = value(await world.runs.take())!;
    const died = await thread.run(first, 0, () => void thread.close());
    expect(died).toMatchObject({ end: 'died' });
    value(await world.runs.failAttempt(jobId, 1, 'internal'));
    await world.skipPauses();
    const second = value(await world.runs.take())!;
    expect(second).toMatchObject({ jobId, attempt: 2 });
    const completed = await thread.run(second, 0, () => {});
    expect(completed).toMatchObject({
      ...{ end: 'completed' },
      job: { status: 'completed', attempt: 2, resultHash: onThisThread(LARGE, large.sha256) },
    });
    await thread.close();
  });
});
