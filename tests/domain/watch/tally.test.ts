import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TABLES } from '../../../domain/crash/tables.data.ts';
import starlight from '../../../domain/gacha/starlight.data.ts';
import rps from '../../../domain/rps/rps.data.ts';
import cascade5 from '../../../domain/slots/cascade5.data.ts';
import neon3 from '../../../domain/slots/neon3.data.ts';
import { planHash, type WatchPlan, wagersOf } from '../../../domain/watch/plan.ts';
import { type WatchDelta, WatchTally } from '../../../domain/watch/tally.ts';
import { ALARM_AT, isAlarm, logEvidence, verdictOf } from '../../../domain/watch/verdict.ts';
import { ReturnWatcher } from '../../../domain/watch/watcher.ts';
import { told, watcherOf } from './simulated.ts';

const everyPlan = new ReturnWatcher({
  tables: DEFAULT_TABLES,
  machines: [neon3, cascade5],
  banners: [starlight],
  rps,
}).plans;

const plan: WatchPlan = {
  ...{ game: 'slots', variant: 'test', measure: 'return' },
  ...{ largestRatio: 20, largestExpected: 1.2, hitRate: 0.3 },
};
const unit = fc.record({
  bet: fc.integer({ min: 1, max: 1_000 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  expected: fc.double({ min: 0.5, max: 1.2, noNaN: true }),
  hit: fc.boolean(),
});
type Unit = typeof unit extends fc.Arbitrary<infer Value> ? Value : never;

function play(tally: WatchTally, { bet, share, expected, hit }: Unit): void {
  tally.observe(bet, bet * share * plan.largestRatio, expected, expected);
  tally.observeHit(hit);
}

function sum(deltas: readonly WatchDelta[]): Omit<WatchDelta, 'plan' | 'planHash'> {
  const add = (field: 'games' | 'betCoins' | 'paidCoins' | 'ratioSum' | 'ratioSquares' | 'expectedSum') =>
    deltas.reduce((total, delta) => total + delta[field], 0);
  return {
    ...{ games: add('games'), betCoins: add('betCoins'), paidCoins: add('paidCoins') },
    ...{ ratioSum: add('ratioSum'), ratioSquares: add('ratioSquares'), expectedSum: add('expectedSum') },
    logs: deltas[0]!.logs.map((_, at) => deltas.reduce((total, { logs }) => total + logs[at]!, 0)),
  };
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 6 - Math.ceil(Math.log10(1 + Math.abs(value))));
}

test('[RW7] what several observed, told in pieces and put back in between, adds up to what one would have', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(unit, fc.nat(2), fc.constantFrom('no', 'told', 'failed')), { minLength: 1 }),
      (units) => {
        const one = new WatchTally(plan);
        const members = [new WatchTally(plan), new WatchTally(plan), new WatchTally(plan)];
        const pieces: WatchDelta[] = [];
        for (const [each, member, tells] of units) {
          play(one, each);
          play(members[member]!, each);
          const piece = tells === 'no' ? null : members[member]!.take();
          if (piece !== null && tells === 'told') pieces.push(piece);
          else if (piece !== null) members[member]!.putBack(piece);
        }
        for (const member of members) pieces.push(...[member.take()].filter((piece) => piece !== null));
        const { logs, ...sums } = sum([one.take()!]);
        const merged = sum(pieces);
        expect(merged.logs).toEqual(logs.map(closeTo));
        expect(merged).toMatchObject(
          Object.fromEntries(Object.entries(sums).map(([k, v]) => [k, closeTo(v)])),
        );
      },
    ),
  );
});

test.each(everyPlan)(
  '[RW2] [RW3] $game $variant: no factor is below a half, whatever can happen',
  (watched) => {
    const { ratioUp, ratioDown, hit } = wagersOf(watched);
    expect(ratioUp).toHaveLength(8);
    expect(ratioDown).toHaveLength(watched.largestRatio <= 1_000 ? 4 : 0);
    expect(hit).toHaveLength(watched.hitRate === null ? 0 : 10);
    for (const ratio of [0, watched.largestRatio]) {
      for (const wager of [...ratioUp, ...ratioDown]) {
        for (const expected of [0, watched.largestExpected]) {
          expect(1 + wager * (ratio - expected)).toBeGreaterThanOrEqual(0.5);
        }
      }
    }
    for (const happened of [0, 1]) {
      for (const wager of hit) expect(1 + wager * (happened - watched.hitRate!)).toBeGreaterThanOrEqual(0.5);
    }
  },
);

test('[RW3] a single unit that pays more than is possible raises the alarm, and nothing wears it down', () => {
  const tally = new WatchTally(plan);
  tally.observe(100, 100 * plan.largestRatio + 1, 1, 1);
  for (let each = 0; each < 10_000; each += 1)
    play(tally, { bet: 100, share: 0.05, expected: 1, hit: each % 10 < 3 });
  const { logs } = tally.take()!;
  expect(isAlarm(logs)).toBe(true);
  expect(logs.every(Number.isFinite)).toBe(true);
});

test('[RW3] wealth stays a number through the longest runs of wins and losses', () => {
  const tally = new WatchTally({ ...plan, largestRatio: 1e12 });
  for (let each = 0; each < 20_000; each += 1) tally.observe(1, 1e12, 1, 1);
  for (let each = 0; each < 200_000; each += 1) tally.observe(1, 0, 1, 1);
  expect(tally.take()!.logs.every(Number.isFinite)).toBe(true);
});

describe('[RW4] the evidence', () => {
  test('is the mean of the wealths: a million with one of four wagers at four millions and the others at nothing', () => {
    const logs = [Math.log(4e6), -1e6, -1e6, -1e6];
    expect(logEvidence(logs)).toBeCloseTo(Math.log(ALARM_AT), 12);
    expect(isAlarm(logs.map((log) => log + 1e-9))).toBe(true);
    expect(isAlarm(logs.map((log) => log - 1e-9))).toBe(false);
  });

  test('is 1 before the first unit, and p is never above 1', () => {
    expect(shown({ logs: [0, 0] })).toMatchObject({ eValue: 1, pValue: 1 });
    expect(shown({ logs: [-5, -5] })).toMatchObject({ eValue: expect.closeTo(Math.exp(-5)), pValue: 1 });
    expect(shown({ logs: [5_000, 0] })).toMatchObject({ eValue: Number.MAX_VALUE, pValue: 0 });
  });
});

test('[RW11] means are per unit, and the band is 3.29 standard errors wide, within what is possible', () => {
  const tally = new WatchTally(plan);
  for (const [bet, paid] of [
    [100, 0],
    [1_000, 2_000],
    [100, 100],
    [100, 100],
  ] as const) {
    tally.observe(bet, paid, 1, 1);
  }
  const { logs, ...sums } = tally.take()!;
  // Mean 1, variance (1 + 1 + 0 + 0) / 3, so a standard error of 0.408.
  expect(shown({ ...sums, logs })).toMatchObject({
    ...{ games: 4, betCoins: 1_300, paidCoins: 2_200, observed: 1, expected: 1 },
    ...{ lowBand: 0, highBand: expect.closeTo(1 + 3.290527 * 0.40825, 4) },
  });
  expect(shown({ games: 1, ratioSum: 3, ratioSquares: 9 })).toMatchObject({ lowBand: 0, highBand: 20 });
});

test('[RW12] other odds are another test', () => {
  const hashes = new Set(everyPlan.map(planHash));
  expect(hashes.size).toBe(everyPlan.length);
  expect(planHash({ ...plan })).toBe(planHash(plan));
  expect(planHash({ ...plan, hitRate: 0.31 })).not.toBe(planHash(plan));
});

describe('[RW1] units', () => {
  const counted = (watcher: ReturnWatcher) =>
    watcher
      .take()
      .map(({ plan: { variant }, games, betCoins, paidCoins }) => ({ variant, games, betCoins, paidCoins }));

  test('[RW9] a round is one, however many bets it had; one without stakes has no ratio, and bets on its hit', () => {
    const watcher = watcherOf({ tables: [{ table: 'main', edgePercent: 1 }] });
    const round = { table: 'main', game: 1, bustHundredths: 250, bets: 7, stakedCoins: 900, paidCoins: 300 };
    watcher.observe(told('crash.bust', round));
    watcher.observe(told('crash.void', { table: 'main', game: 2, refundedCoins: 100 }));
    expect(counted(watcher)).toEqual([{ variant: 'main', games: 1, betCoins: 900, paidCoins: 300 }]);
    watcher.observe(told('crash.bust', { ...round, bets: 0, stakedCoins: 0, paidCoins: 0 }));
    const [delta] = watcher.take();
    expect(delta).toMatchObject({ games: 0, betCoins: 0 });
    expect(delta!.logs.filter((log) => log !== 0)).toHaveLength(10);
  });

  test('[RW8] a ten-pull with one guaranteed is nine', () => {
    const watcher = watcherOf({ banners: [starlight] });
    const rarities = [
      'common',
      'epic',
      'rare',
      'epic',
      'common',
      'common',
      'common',
      'common',
      'common',
      'common',
    ] as const;
    const pull = { banner: 'starlight', gameId: 'g', costCoins: 50_000, items: [], forced: 1 };
    watcher.observe(told('gacha.pull', { ...pull, rarities: [...rarities] }));
    expect(counted(watcher)).toEqual([{ variant: 'starlight', games: 9, betCoins: 9, paidCoins: 1 }]);
  });

  test('[RW10] a spin is judged by the return after its streak', () => {
    const watcher = watcherOf({ machines: [neon3] });
    const spin = { machine: 'neon3', gameId: 'g', betCoins: 100, payoutCoins: 100, result: 'pair' };
    const expectedAfter = (streakBefore: number) => {
      watcher.observe(told('slots.spin', { ...spin, streakBefore }));
      return watcher.take()[0]!.expectedSum;
    };
    expect(expectedAfter(0)).toBeCloseTo(0.9427, 4);
    expect(expectedAfter(4)).toBeCloseTo(1.1303, 4);
    expect(expectedAfter(40)).toBe(expectedAfter(4));
  });

  test('matches between players, and games that nobody published odds of, are none', () => {
    const watcher = watcherOf();
    const match = { matchId: 'm', betCoins: 100, paidCoins: 196, reason: 'played', seats: [] };
    watcher.observe(told('rps.match', match));
    const spin = { machine: 'gone', gameId: 'g', betCoins: 100, payoutCoins: 0, result: 'none' };
    watcher.observe(told('slots.spin', { ...spin, streakBefore: 0 }));
    expect(watcher.take()).toEqual([]);
  });
});

function shown(standing: Partial<Parameters<typeof verdictOf>[0]>) {
  return verdictOf({
    ...{ plan, games: 0, betCoins: 0, paidCoins: 0, ratioSum: 0, ratioSquares: 0, expectedSum: 0 },
    ...{ logs: [0, 0], sinceMs: 0, alarmedAtMs: null },
    ...standing,
    ...(standing.games === undefined ? {} : { expectedSum: standing.expectedSum ?? standing.games }),
  });
}
