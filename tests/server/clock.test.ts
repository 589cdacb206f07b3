import { expect, test } from 'vitest';
import { createClock } from '../../server/clock.ts';
import { createEntropy } from '../../server/entropy.ts';
import { type StallWatch, watchStalls } from '../../server/stallWatch.ts';

test('wall time that is set does not move the clock, and it answers whole milliseconds', () => {
  const source = { monotonic: 1_000.25, wall: 1_700_000_000_000 };
  const clock = createClock({ monotonicMs: () => source.monotonic, wallMs: () => source.wall });
  expect(clock.nowMs()).toBe(1_700_000_000_000);
  source.wall -= 3_600_000;
  source.monotonic += 12.9;
  expect(clock.nowMs()).toBe(1_700_000_000_012);
});

test('aligning takes over the database’s clock, half a round trip on', () => {
  const source = { monotonic: 5_000 };
  const clock = createClock({ monotonicMs: () => source.monotonic, wallMs: () => 0 });
  clock.align(1_800_000_000_000, 10);
  expect(clock.nowMs()).toBe(1_800_000_000_005);
  source.monotonic += 100;
  expect(clock.nowMs()).toBe(1_800_000_000_105);
});

test('an instant that another process used lifts the clock, and never lowers it', () => {
  const source = { monotonic: 5_000.5 };
  const clock = createClock({ monotonicMs: () => source.monotonic, wallMs: () => 1_700_000_000_000 });
  clock.notBefore(1_600_000_000_000);
  expect(clock.nowMs()).toBe(1_700_000_000_000);
  clock.notBefore(1_800_000_000_000);
  expect(clock.nowMs()).toBe(1_800_000_000_000);
  source.monotonic += 40;
  clock.notBefore(1_800_000_000_039);
  expect(clock.nowMs()).toBe(1_800_000_000_040);
});

/** A watch over a clock that only the test moves; the process itself never stands still in here. */
function watched(): { watch: StallWatch; at: (nowMs: number) => number } {
  const time = { nowMs: 10_000 };
  const watch = watchStalls({ nowMs: () => time.nowMs, align: () => {}, notBefore: () => {} });
  watch.stop();
  return {
    watch,
    at(nowMs) {
      time.nowMs = nowMs;
      return nowMs;
    },
  };
}

test('a pause of up to 1 s is none; a longer one is told from the last sign of life', () => {
  const { watch, at } = watched();
  expect(watch.check(at(11_000))).toBeNull();
  expect(watch.lastAliveMs).toBe(11_000);
  expect(watch.check(at(12_001))).toBe(11_000);
});

test('whoever asks first, every guard hears of a stall, exactly once, however late', () => {
  const { watch, at } = watched();
  const first = watch.guard();
  const second = watch.guard();
  expect(first.check(at(15_000))).toBe(10_000);
  expect(first.check(at(15_010))).toBeNull();
  expect(second.check(at(15_900))).toBe(10_000);
  expect(second.check(at(15_901))).toBeNull();
  expect(watch.guard().check(at(15_902))).toBeNull();
});

test('the shared check shows a stall to all who ask within 100 ms of its finding', () => {
  const { watch, at } = watched();
  expect(watch.check(at(15_000))).toBe(10_000);
  expect(watch.check(at(15_099))).toBe(10_000);
  expect(watch.check(at(15_100))).toBeNull();
});

test('listeners get both ends of a stall once, until they leave', () => {
  const { watch, at } = watched();
  const stalls: object[] = [];
  const leave = watch.onStall((stall) => stalls.push(stall));
  watch.check(at(12_500));
  watch.check(at(12_600));
  leave();
  watch.check(at(20_000));
  expect(stalls).toEqual([{ fromMs: 10_000, toMs: 12_500 }]);
});

test('a UUIDv7 carries its instant, and a thousand of one instant differ', () => {
  const { uuid, randomHex } = createEntropy({ nowMs: () => 0x0123456789ab });
  const made = Array.from({ length: 1_000 }, uuid);
  for (const id of made) expect(id).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(made).size).toBe(1_000);
  expect(randomHex(32)).toMatch(/^[0-9a-f]{64}$/);
  expect(randomHex(32)).not.toBe(randomHex(32));
});
