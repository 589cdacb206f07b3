import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planHash, type WatchPlan } from '../../domain/watch/plan.ts';
import type { Anomaly } from '../../domain/watch/port.ts';
import { type WatchDelta, WatchTally } from '../../domain/watch/tally.ts';
import { isAlarm } from '../../domain/watch/verdict.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database.dispose());

function planOf(variant: string, hitRate = 0.25): WatchPlan {
  const known = { game: 'slots', measure: 'return', largestRatio: 20, largestExpected: 1 } as const;
  return { ...known, variant, hitRate };
}

function observed(plan: WatchPlan, ratios: readonly number[]): WatchDelta {
  const tally = new WatchTally(plan);
  for (const ratio of ratios) {
    tally.observe(100, 100 * ratio, 0.95, 0.95);
    tally.observeHit(ratio > 0);
  }
  return tally.take()!;
}

const running = async (variant: string) =>
  (await database.returnWatch.standings()).filter(({ plan }) => plan.variant === variant);

test('[RW7] members add to one test at once, crosswise, and it holds the sum', async () => {
  const [one, other] = [planOf('one'), planOf('other')];
  const second = await database.another();
  const adds = Array.from({ length: 20 }, (_, at) => {
    const deltas = [observed(one, [0, 2, 5]), observed(other, [1])];
    const member = at % 2 === 0 ? database : second;
    return member.returnWatch.add(at % 3 === 0 ? deltas : deltas.toReversed(), 1_000 + at);
  });
  await Promise.all(adds);
  const whole = observed(one, Array.from({ length: 20 }, () => [0, 2, 5]).flat());
  const [standing] = await running('one');
  expect(standing).toMatchObject({ games: 60, betCoins: 6_000, paidCoins: 14_000, plan: one });
  expect(standing).toMatchObject({ ratioSum: expect.closeTo(140), ratioSquares: expect.closeTo(580) });
  expect(standing!.logs).toEqual(whole.logs.map((log) => expect.closeTo(log, 6)));
  expect((await running('other'))[0]).toMatchObject({ games: 20 });
});

describe('[RW12] an alarm', () => {
  test('is latched once, by whoever comes first, and stays when the evidence is worn down', async () => {
    const plan = planOf('alarmed');
    const [standing] = await database.returnWatch.add([observed(plan, Array(60).fill(20))], 1_000);
    expect(isAlarm(standing!.logs)).toBe(true);
    const firsts = await Promise.all([
      database.returnWatch.alarm(standing!, 2_000),
      database.returnWatch.alarm(standing!, 2_000),
    ]);
    expect(firsts.toSorted()).toEqual([false, true]);
    const [later] = await database.returnWatch.add(
      [observed(plan, Array(5_000).fill([0, 0, 0, 3.8]).flat())],
      3_000,
    );
    expect(isAlarm(later!.logs)).toBe(false);
    expect(later).toMatchObject({ alarmedAtMs: 2_000, sinceMs: 1_000 });
  });

  test('is lifted by a restart, which keeps the former run with who and why', async () => {
    const by = randomUUID();
    const ended = { by, reason: 'a new build', atMs: 4_000 };
    const variant = { game: 'slots', variant: 'alarmed' };
    expect(await database.returnWatch.restart(variant, ended)).toEqual({ ok: true, value: { restarted: 1 } });
    expect(await running('alarmed')).toEqual([]);
    await database.returnWatch.add([observed(planOf('alarmed'), [1])], 5_000);
    expect(await running('alarmed')).toMatchObject([{ games: 1, alarmedAtMs: null, sinceMs: 5_000 }]);
    const { rows } = await database.pool.query(
      `select run, games, ended_by, end_reason, alarmed_at_ms from return_watch where variant = 'alarmed' order by run`,
    );
    expect(rows).toMatchObject([
      { run: 1, games: '20060', ended_by: by, end_reason: 'a new build', alarmed_at_ms: '2000' },
      { run: 2, games: '1', ended_by: null },
    ]);
  });

  test('there is nothing to restart where nothing runs', async () => {
    const none = { game: 'slots', variant: 'nowhere' };
    const ended = { by: randomUUID(), reason: 'why not', atMs: 1 };
    expect(await database.returnWatch.restart(none, ended)).toMatchObject({ error: { code: 'not_found' } });
  });
});

test('[RW12] other odds begin another test beside the former, and the one observed last is shown', async () => {
  const [before, after] = [planOf('changed', 0.25), planOf('changed', 0.3)];
  expect(planHash(before)).not.toBe(planHash(after));
  await database.returnWatch.add([observed(before, [1, 1])], 1_000);
  await database.returnWatch.add([observed(after, [1])], 2_000);
  expect(await running('changed')).toMatchObject([{ games: 1, plan: after }]);
});

describe('anomalies', () => {
  const winner = (subject: string, amount: number, atMs: number): Anomaly => ({
    ...{ kind: 'winner', subject, scope: 'slots 0', amount, atMs },
    data: { game: 'slots', dayStartMs: 0, thresholdCoins: 100 },
  });

  test('of one player on several members add up; a member that tells again replaces what it told', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    const player = await database.identity.createPlayer({
      ...{ id, nickname: 'Lucky', bot: false, ageConfirmed: true },
    });
    await database.anomalies.keep(randomUUID(), [winner(id, 30, 1)]);
    const member = randomUUID();
    await database.anomalies.keep(member, [winner(id, 40, 2), winner(other, 69, 3)]);
    await database.anomalies.keep(member, [winner(id, 70, 4)]);
    expect(await database.anomalies.list('winner', 100, 10)).toMatchObject([
      { subject: id, amount: 100, atMs: 4, nickname: player.nickname, data: { game: 'slots' } },
    ]);
    expect(await database.anomalies.list('winner', 60, 10)).toHaveLength(2);
    expect(await database.anomalies.list('rejected', 0, 10)).toEqual([]);
  });

  test('are forgotten when they are old', async () => {
    await database.anomalies.forget(4);
    expect(await database.anomalies.list('winner', 0, 10)).toMatchObject([{ atMs: 4 }]);
  });
});
