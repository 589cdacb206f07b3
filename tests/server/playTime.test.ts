import { expect, test } from 'vitest';
import type { PlayedSpan } from '../../domain/limits/playedTime.ts';
import { keepPlayTime } from '../../server/playTime.ts';

type Told = PlayedSpan & { accountId: number };

function play() {
  let nowMs = 1_000;
  let away = false;
  const told: Told[] = [];
  const time = keepPlayTime({
    store: {
      async countPlayed(spans) {
        if (away) throw new Error('away');
        told.push(...spans);
      },
    },
    clock: { nowMs: () => nowMs },
    log: { warn() {} },
    storeEveryMs: 3_600_000,
  });
  return {
    time,
    nowMs: () => nowMs,
    pass(ms: number) {
      nowMs += ms;
    },
    fail(fails: boolean) {
      away = fails;
    },
    async told(): Promise<string[]> {
      await time.storeNow();
      return told.splice(0).map(({ accountId, fromMs, toMs }) => `${accountId}: ${fromMs}-${toMs}`);
    },
  };
}

test('[RG8] rooms that are open at once count once, from the first that opens to the last that closes', async () => {
  const { time, pass, told } = play();
  const [first, second] = [time.enters(7), time.enters(7)];
  pass(10);
  first();
  first();
  pass(10);
  expect(await told()).toEqual(['7: 1000-1020']);
  pass(5);
  second();
  pass(100);
  const third = time.enters(7);
  pass(1);
  third();
  pass(50);
  expect(await told()).toEqual(['7: 1020-1025', '7: 1125-1126']);
  pass(50);
  expect(await told()).toEqual([]);
  await time.stop();
});

test('[RG8] a bet counts for a while, and a later one for longer, beside the rooms', async () => {
  const { time, nowMs, pass, told } = play();
  time.plays(7, nowMs(), 60);
  pass(40);
  time.plays(7, nowMs(), 30);
  pass(10);
  const leave = time.enters(7);
  pass(5);
  leave();
  expect(await told()).toEqual(['7: 1000-1055']);
  pass(100);
  time.plays(8, nowMs(), 10);
  pass(3);
  expect(await told()).toEqual(['7: 1055-1070', '8: 1155-1158']);
  pass(100);
  expect(await told()).toEqual(['8: 1158-1165']);
  await time.stop();
});

test('[RG8] a bet that becomes known late counts from when it was received, and what counted already once', async () => {
  const { time, nowMs, pass, told } = play();
  time.plays(7, nowMs() - 40, 60);
  pass(5);
  time.plays(7, nowMs() - 20, 60);
  pass(100);
  expect(await told()).toEqual(['7: 960-1045']);
  time.plays(7, nowMs() - 50, 30);
  expect(await told()).toEqual(['7: 1055-1085']);
  pass(100);
  expect(await told()).toEqual([]);
  await time.stop();
});

test('what could not be stored is stored later', async () => {
  const { time, pass, fail, told } = play();
  time.enters(7);
  pass(10);
  fail(true);
  expect(await told()).toEqual([]);
  pass(10);
  fail(false);
  expect(await told()).toEqual(['7: 1000-1020']);
  await time.stop();
});
