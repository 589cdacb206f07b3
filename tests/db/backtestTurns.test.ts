import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdOwnerLock } from '../../db/ownerLock.ts';
import type { Job } from '../../domain/backtest/port.ts';
import type { Player } from '../../domain/identity/port.ts';
import { BacktestWorld, result, storedResult } from './backtestWorld.ts';
import { value } from './crashTable.ts';

let world: BacktestWorld;
let player: Player;

beforeAll(async () => {
  world = await BacktestWorld.open();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  player = await world.player(10);
});

async function job(jobId: string): Promise<Job> {
  return value(await world.store.job(jobId, player.id))!;
}

async function take(): Promise<Job> {
  await world.skipPauses();
  return value(await world.runs.take())!;
}

/** Attempts 1 to `last` begin; all but the last one fail. */
async function startAttempt(jobId: string, last: number): Promise<void> {
  for (let attempt = 1; attempt <= last; attempt++) {
    expect(await take()).toMatchObject({ jobId, attempt, status: 'running' });
    if (attempt < last) value(await world.runs.failAttempt(jobId, attempt, 'internal'));
  }
}

describe('a job’s way', () => {
  test('[BJ4] queued, running, completed: with result, no refund, and nothing afterwards', async () => {
    const jobId = await world.submit(player);
    expect(await job(jobId)).toMatchObject({ status: 'queued', stage: 'queued', percent: 0, attempt: 0 });
    expect(await storedResult(world.store, jobId, player.id)).toBeNull();
    await take();
    expect(await job(jobId)).toMatchObject({ status: 'running', stage: 'accepted', percent: 10, attempt: 1 });
    value(await world.runs.complete(jobId, result()));
    expect(await job(jobId)).toMatchObject({ status: 'completed', stage: 'stored', percent: 100 });
    expect(await storedResult(world.store, jobId, player.id)).toMatchObject({ resultHash: 'cd'.repeat(32) });
    expect(value(await world.runs.failAttempt(jobId, 1, 'internal'))).toBeNull();
    expect(
      value(await world.runs.end(jobId, 1, { status: 'failed', reason: 'time_limit', refund: false })),
    ).toBeNull();
    expect(value(await world.store.cancel(jobId, player.id))).toMatchObject({ status: 'completed' });
    expect(await world.credits(player)).toBe(7);
  });

  test('[BJ6] three attempts, a second and two seconds apart; then it failed and is refunded', async () => {
    const jobId = await world.submit(player);
    await startAttempt(jobId, 1);
    expect(value(await world.runs.failAttempt(jobId, 1, 'internal'))).toMatchObject({ status: 'queued' });
    expect(await world.pauses()).toEqual([1]);
    expect(value(await world.runs.take())).toBeNull();
    expect(await take()).toMatchObject({ attempt: 2 });
    value(await world.runs.failAttempt(jobId, 2, 'internal'));
    expect(await world.pauses()).toEqual([2]);
    expect(await take()).toMatchObject({ attempt: 3 });
    expect(value(await world.runs.failAttempt(jobId, 3, 'internal'))).toMatchObject({
      ...{ status: 'failed', reason: 'internal', refunded: true, attempt: 3 },
    });
    expect(await world.credits(player)).toBe(10);
    expect(value(await world.runs.failAttempt(jobId, 3, 'internal'))).toBeNull();
    expect(await world.credits(player)).toBe(10);
  });

  test('[BJ7] cancelled while it runs: its worker is told, nothing is refunded', async () => {
    const jobId = await world.submit(player);
    await take();
    expect(value(await world.runs.toStop([jobId]))).toEqual([]);
    expect(value(await world.store.cancel(jobId, player.id))).toMatchObject({ status: 'running' });
    expect(value(await world.runs.toStop([jobId]))).toEqual([jobId]);
    value(await world.runs.end(jobId, 1, { status: 'cancelled', reason: 'cancelled', refund: false }));
    expect(await job(jobId)).toMatchObject({ status: 'cancelled', refunded: false });
    expect(await world.credits(player)).toBe(7);
  });

  test('[BJ7] a worker that fails after the cancel ends the job: it is not started again', async () => {
    const jobId = await world.submit(player);
    await take();
    value(await world.store.cancel(jobId, player.id));
    expect(value(await world.runs.failAttempt(jobId, 1, 'internal'))).toMatchObject({
      ...{ status: 'cancelled', refunded: false },
    });
  });

  test('[BJ12] progress is written by the attempt that runs, by no other', async () => {
    const jobId = await world.submit(player);
    await startAttempt(jobId, 2);
    const at = (attempt: number, percent: number) => ({
      ...{ jobId, attempt, stage: 'simulation' as const, percent, equity: [{ atMs: 1, value: percent }] },
    });
    value(await world.runs.save([at(2, 50)]));
    value(await world.runs.save([at(1, 70)]));
    expect(value(await world.store.progress([jobId]))).toMatchObject([
      { jobId, status: 'running', stage: 'simulation', percent: 50, equity: [{ atMs: 1, value: 50 }] },
    ]);
    value(await world.runs.complete(jobId, result()));
    value(await world.runs.save([at(2, 60)]));
    expect(await job(jobId)).toMatchObject({ percent: 100, status: 'completed' });
  });
});

describe('races', () => {
  test('[BJ4] cancel against take: taken and told to stop, or cancelled and refunded', async () => {
    for (let round = 0; round < 20; round++) {
      const jobId = await world.submit(player);
      const [cancelled, taken] = await Promise.all([
        world.store.cancel(jobId, player.id),
        world.member(world.ownerId).runs.take(),
      ]);
      value(cancelled);
      const now = await job(jobId);
      if (value(taken) === null) expect(now).toMatchObject({ status: 'cancelled', refunded: true });
      else {
        expect(now).toMatchObject({ status: 'running', refunded: false });
        expect(value(await world.runs.toStop([jobId]))).toEqual([jobId]);
        value(await world.runs.end(jobId, 1, { status: 'cancelled', reason: 'cancelled', refund: true }));
      }
      expect(await world.credits(player)).toBe(10);
    }
  });

  test('[BJ8] the third attempt stalls while the second one completes: the result counts, the rest is void', async () => {
    const jobId = await world.submit(player);
    await startAttempt(jobId, 3);
    expect(value(await world.runs.complete(jobId, result()))).toMatchObject({ status: 'completed' });
    expect(value(await world.runs.failAttempt(jobId, 3, 'internal'))).toBeNull();
    expect(value(await world.runs.complete(jobId, result()))).toBeNull();
    expect(await job(jobId)).toMatchObject({ status: 'completed', refunded: false });
    expect(await world.credits(player)).toBe(7);
  });

  test('[BJ8] a result that comes after the refund is too late', async () => {
    const jobId = await world.submit(player);
    await startAttempt(jobId, 3);
    value(await world.runs.failAttempt(jobId, 3, 'internal'));
    expect(value(await world.runs.complete(jobId, result()))).toBeNull();
    expect(await storedResult(world.store, jobId, player.id)).toBeNull();
    expect(await world.credits(player)).toBe(10);
  });

  test('[BJ4] completion, failure and cancelling at once: one terminal state, one refund at most', async () => {
    for (let round = 0; round < 15; round++) {
      const jobId = await world.submit(player);
      await startAttempt(jobId, 3);
      const before = await world.credits(player);
      await Promise.all([
        world.runs.complete(jobId, result()),
        world.member(world.ownerId).runs.failAttempt(jobId, 3, 'internal'),
        world.runs.end(jobId, 3, { status: 'failed', reason: 'time_limit', refund: false }),
        world.store.cancel(jobId, player.id),
      ]);
      const { status, refunded } = await job(jobId);
      expect(['completed', 'failed', 'cancelled']).toContain(status);
      expect(await world.credits(player)).toBe(before + (refunded ? 3 : 0));
      expect((await storedResult(world.store, jobId, player.id)) !== null).toBe(status === 'completed');
      player = await world.player(10);
    }
  });

  test('[BJ9] an operator’s retry after a refund is free, and is not refunded a second time', async () => {
    const jobId = await world.submit(player);
    await startAttempt(jobId, 3);
    value(await world.runs.failAttempt(jobId, 3, 'internal'));
    const retries = await Promise.all(Array.from({ length: 4 }, () => world.queue.retry(jobId)));
    expect(retries.filter(({ ok }) => ok)).toHaveLength(1);
    expect(retries.filter((retry) => !retry.ok && retry.error.code === 'outdated')).toHaveLength(3);
    expect(await world.credits(player)).toBe(10);
    for (let attempt = 4; attempt <= 6; attempt++) {
      expect(await take()).toMatchObject({ attempt });
      value(await world.runs.failAttempt(jobId, attempt, 'internal'));
    }
    expect(await job(jobId)).toMatchObject({ status: 'failed', refunded: true });
    expect(await world.credits(player)).toBe(10);
  });

  test('[BJ9] a retry of a cancelled run goes on with what was paid', async () => {
    const jobId = await world.submit(player);
    await take();
    value(await world.store.cancel(jobId, player.id));
    value(await world.runs.end(jobId, 1, { status: 'cancelled', reason: 'cancelled', refund: false }));
    value(await world.queue.retry(jobId));
    expect(await take()).toMatchObject({ attempt: 2, status: 'running' });
    value(await world.runs.complete(jobId, result()));
    expect(await world.credits(player)).toBe(7);
    expect(await world.queue.retry(jobId)).toMatchObject({ error: { code: 'outdated' } });
    expect(await world.queue.retry(randomUUID())).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('a process that is gone', () => {
  test('[BJ10] its jobs wait again at once; those of a living one are left alone', async () => {
    const [dead, alive] = [world.member(randomUUID()), world.member(randomUUID())];
    const lock = await holdOwnerLock(world.db.url, alive.ownerId);
    const lost = await world.submit(player);
    expect(value(await dead.runs.take())).toMatchObject({ jobId: lost });
    const kept = await world.submit(player);
    expect(value(await alive.runs.take())).toMatchObject({ jobId: kept });
    expect(value(await world.runs.recoverAbandoned())).toMatchObject([{ jobId: lost, status: 'queued' }]);
    expect(value(await world.runs.recoverAbandoned())).toEqual([]);
    expect(value(await world.runs.take())).toMatchObject({ jobId: lost, attempt: 2 });
    // The one that was thought dead finds out.
    expect(value(await dead.runs.toStop([lost]))).toEqual([lost]);
    expect(value(await dead.runs.failAttempt(lost, 1, 'internal'))).toBeNull();
    for (const jobId of [lost, kept]) value(await world.runs.complete(jobId, result()));
    expect(await world.credits(player)).toBe(4);
    await lock.close();
  });

  test('[BJ10] a job that takes its process with it three times has failed', async () => {
    const jobId = await world.submit(player);
    for (let attempt = 1; attempt <= 3; attempt++) {
      value(await world.member(randomUUID()).runs.take());
      value(await world.runs.recoverAbandoned());
    }
    expect(await job(jobId)).toMatchObject({ status: 'failed', refunded: true, attempt: 3 });
    expect(await world.credits(player)).toBe(10);
  });

  test('[BJ10] a process that stops gives its jobs back, and no attempt is lost', async () => {
    const jobId = await world.submit(player);
    for (let stop = 1; stop <= 5; stop++) {
      expect(value(await world.runs.take())).toMatchObject({ attempt: stop });
      expect(value(await world.runs.giveBack(jobId, stop))).toMatchObject({ status: 'queued' });
    }
    value(await world.runs.take());
    expect(value(await world.runs.failAttempt(jobId, 6, 'internal'))).toMatchObject({ status: 'queued' });
    value(await world.store.cancel(jobId, player.id));
  });
});

describe('the queue', () => {
  test('[BJ5] a rank is a head start of 30 s: earlier jobs of lower ranks are never overtaken for ever', async () => {
    const startMs = world.nowMs;
    const players = await Promise.all(Array.from({ length: 6 }, () => world.player()));
    const arrivals = [
      ...([
        { atS: 0, priority: 0 },
        { atS: 10, priority: 0 },
        { atS: 20, priority: 1 },
      ] as const),
      ...([
        { atS: 55, priority: 2 },
        { atS: 65, priority: 2 },
        { atS: 75, priority: 2 },
      ] as const),
    ];
    const ids: string[] = [];
    for (const [at, { atS, priority }] of arrivals.entries()) {
      world.nowMs = startMs + atS * 1000;
      ids.push(await world.submit(players[at]!, { priority }));
    }
    // Places: 0, 10, -10, -5, 5 and 15 s.
    const expected = [2, 3, 0, 4, 1, 5];
    const positions = await Promise.all(
      ids.map(async (jobId, at) => value(await world.store.job(jobId, players[at]!.id))!.position),
    );
    expect(expected.map((at) => positions[at])).toEqual([0, 1, 2, 3, 4, 5]);
    for (const at of expected) {
      const taken = value(await world.runs.take())!;
      expect(taken.jobId).toBe(ids[at]);
      value(await world.runs.complete(taken.jobId, result()));
    }
  });

  test('[BJ16] operators see what waits, runs and failed', async () => {
    const before = value(await world.queue.standing());
    const [first, second] = [await world.submit(player), await world.submit(player)];
    world.nowMs += 4_000;
    expect(value(await world.queue.standing())).toMatchObject({ queued: 2, running: 0, oldestWaitMs: 4_000 });
    await take();
    expect(value(await world.queue.standing())).toMatchObject({ queued: 1, running: 1 });
    world.nowMs += 2_000;
    value(await world.runs.end(first, 1, { status: 'failed', reason: 'time_limit', refund: false }));
    const after = value(await world.queue.standing());
    expect(after.failed24h).toBe(before.failed24h + 1);
    expect(after.averageRunMs).toBeGreaterThan(0);
    expect(value(await world.queue.cancelAny(second))).toMatchObject({ status: 'cancelled', refunded: true });
    world.nowMs += 86_400_000;
    expect(value(await world.queue.standing())).toEqual({
      ...{ queued: 0, running: 0, failed24h: 0, oldestWaitMs: 0, averageWaitMs: null, averageRunMs: null },
    });
  });
});
