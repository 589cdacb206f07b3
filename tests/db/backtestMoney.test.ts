import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcile } from '../../db/reconcile.ts';
import { chargeOf } from '../../domain/backtest/jobRules.ts';
import { someBars } from '../support/bars.ts';
import { BacktestWorld, orderedData, result } from './backtestWorld.ts';
import { value } from './crashTable.ts';

let world: BacktestWorld;

beforeAll(async () => {
  world = await BacktestWorld.open();
});
afterAll(() => world.dispose());

async function rowsOf(jobId: string): Promise<number> {
  const { rows } = await world.db.pool.query(
    `select 1 from backtest_job where job_id = $1
     union all select 1 from pgboss.job where data ->> 'jobId' = $1::text
     union all select 1 from transfer where ref = $1`,
    [jobId],
  );
  return rows.length;
}

async function ended(jobId: string): Promise<void> {
  const taken = value(await world.runs.take())!;
  expect(taken.jobId).toBe(jobId);
  value(await world.runs.complete(jobId, result()));
}

describe('the price of a backtest', () => {
  test('[BJ1] 3 credits up to a year, 10 beyond it', () => {
    const from = Date.UTC(2020, 0, 1);
    expect(chargeOf(from, Date.UTC(2020, 5, 1))).toBe(3);
    expect(chargeOf(from, Date.UTC(2021, 0, 1))).toBe(3);
    expect(chargeOf(from, Date.UTC(2021, 0, 3))).toBe(10);
  });

  test('[BJ1] charge, row and message are there together, and the books agree', async () => {
    const player = await world.player(5);
    const house = await world.houseCredits();
    const jobId = await world.submit(player);
    expect(await rowsOf(jobId)).toBe(3);
    expect(await world.credits(player)).toBe(2);
    expect(await world.houseCredits()).toBe(house + 3);
    await ended(jobId);
  });

  test('[BJ1] who can not pay leaves nothing behind', async () => {
    const player = await world.player(2);
    const order = world.order(player);
    expect(await world.store.submit(order)).toMatchObject({
      ok: false,
      error: { code: 'insufficient_funds', details: { balance: 2 } },
    });
    expect(await rowsOf(order.jobId)).toBe(0);
    expect(await world.credits(player)).toBe(2);
  });

  test('[BJ2] a key sent again, at once or later, is one job and one charge; another body conflicts', async () => {
    const player = await world.player();
    const key = randomUUID();
    const members = Array.from({ length: 6 }, () => world.member(randomUUID()));
    const answers = await Promise.all(members.map(({ store }) => store.submit(world.order(player, { key }))));
    const jobs = answers.map((answer) => value(answer));
    expect(new Set(jobs.map(({ job }) => job.jobId)).size).toBe(1);
    expect(jobs.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await world.credits(player)).toBe(97);
    expect(await world.store.submit(world.order(player, { key, fingerprint: 2n }))).toMatchObject({
      error: { code: 'key_conflict' },
    });
    await ended(jobs[0]!.job.jobId);
    const later = value(await world.store.submit(world.order(player, { key })));
    expect(later).toMatchObject({ repeated: true, job: { status: 'completed' } });
    expect(await world.credits(player)).toBe(97);
  });

  test('[BJ3] of a thousand jobs sent at once five wait, and five are paid', async () => {
    const player = await world.player(10_000);
    const members = [world.store, world.member(randomUUID()).store];
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, at) => members[at % 2]!.submit(world.order(player))),
    );
    const accepted = answers.filter(({ ok }) => ok);
    const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])));
    expect(accepted).toHaveLength(5);
    expect([...codes]).toEqual(['limit_exceeded']);
    expect(await world.credits(player)).toBe(10_000 - 15);
    for (const answer of accepted) value(await world.store.cancel(value(answer).job.jobId, player.id));
    expect(await world.credits(player)).toBe(10_000);
  });

  test('[BJ7] cancelled while it waits: refunded, once, however often it is asked for', async () => {
    const player = await world.player(10);
    const jobId = await world.submit(player);
    const cancels = await Promise.all(Array.from({ length: 5 }, () => world.store.cancel(jobId, player.id)));
    for (const cancelled of cancels) {
      expect(value(cancelled)).toMatchObject({ status: 'cancelled', refunded: true });
    }
    expect(await world.credits(player)).toBe(10);
    expect(value(await world.runs.take())).toBeNull();
  });

  test('[BJ7] someone else’s job can’t be cancelled, and looks like none', async () => {
    const [owner, other] = [await world.player(), await world.player()];
    const jobId = await world.submit(owner);
    expect(await world.store.cancel(jobId, other.id)).toMatchObject({ error: { code: 'not_found' } });
    expect(value(await world.store.job(jobId, other.id))).toBeNull();
    expect(value(await world.store.job(jobId, owner.id))).toMatchObject({ status: 'queued' });
    value(await world.store.cancel(jobId, owner.id));
  });

  test('[BJ1] a data set that is gone, or another player’s, is not found, and costs nothing', async () => {
    const [player, other] = [await world.player(), await world.player()];
    const own = value(
      await world.db.datasets.put(
        { id: randomUUID(), playerId: other.id, name: 'mine', createdAtMs: 0 },
        someBars(50, 7),
      ),
    );
    for (const order of [
      world.order(player, { datasetId: randomUUID() }),
      world.order(player, orderedData(own)),
    ]) {
      expect(await world.store.submit(order)).toMatchObject({ error: { code: 'not_found' } });
      expect(await rowsOf(order.jobId)).toBe(0);
    }
    expect(await world.credits(player)).toBe(100);
  });

  test('[BJ1] [BJ9] the books agree after all that, and would tell if a charge or refund did not', async () => {
    const client = await world.db.pool.connect();
    try {
      expect(await reconcile(client)).toMatchObject({ differenceCoins: 0, differences: [] });
      const jobId = await world.submit(await world.player());
      await client.query('update backtest_job set refunded = true where job_id = $1', [jobId]);
      expect((await reconcile(client)).differences).toMatchObject([
        { what: 'refund', id: jobId, stands: '0', expected: '3' },
      ]);
      await client.query('update backtest_job set charged_credits = 4, refunded = false where job_id = $1', [
        jobId,
      ]);
      expect((await reconcile(client)).differences).toMatchObject([
        { what: 'charge', id: jobId, stands: '3', expected: '4' },
      ]);
    } finally {
      client.release();
    }
  });
});
