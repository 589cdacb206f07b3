import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServerClock } from '../../client/sdk/serverClock.ts';
import { ManualScheduler } from './support/manualScheduler.ts';

describe('the server clock', () => {
  test('is the wall clock until the first answer', () => {
    const scheduler = new ManualScheduler();
    const clock = new ServerClock(scheduler);
    expect(clock.synced).toBe(false);
    expect(clock.nowMs()).toBe(scheduler.wallMs());
    expect(clock.errorMs).toBe(Number.POSITIVE_INFINITY);
  });

  test('never errs by more than half the smallest round trip, however the delays fall', () => {
    const delay = fc.integer({ min: 0, max: 400 });
    const trips = fc.array(fc.record({ there: delay, back: delay, pause: delay }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(trips, fc.integer({ min: -1e9, max: 1e9 }), (delays, offsetMs) => {
        const scheduler = new ManualScheduler();
        const clock = new ServerClock(scheduler);
        for (const { there, back, pause } of delays) {
          const sentAtMs = scheduler.nowMs();
          const serverNowMs = sentAtMs + there + offsetMs;
          scheduler.stall(there + back);
          clock.addSample(sentAtMs, scheduler.nowMs(), serverNowMs);
          scheduler.stall(pause);
        }
        const smallest = Math.min(...delays.slice(-16).map(({ there, back }) => there + back));
        expect(Math.abs(clock.offsetMs - offsetMs)).toBeLessThanOrEqual(smallest / 2);
        expect(clock.errorMs).toBe(smallest / 2);
        expect(clock.nowMs()).toBe(scheduler.nowMs() + clock.offsetMs);
      }),
    );
  });

  test('believes a later sample at once when a clock has jumped', () => {
    const scheduler = new ManualScheduler();
    const clock = new ServerClock(scheduler);
    const exchange = (roundTripMs: number, offsetMs: number) => {
      const sentAtMs = scheduler.nowMs();
      scheduler.stall(roundTripMs);
      clock.addSample(sentAtMs, scheduler.nowMs(), sentAtMs + roundTripMs / 2 + offsetMs);
    };
    exchange(4, 100);
    exchange(80, 100);
    expect(clock.offsetMs).toBe(100);
    exchange(80, 7_000);
    expect(clock.offsetMs).toBe(7_000);
  });

  test('ignores what can’t be a sample', () => {
    const scheduler = new ManualScheduler();
    const clock = new ServerClock(scheduler);
    clock.addSample(10, 5, 100);
    clock.addSample(10, 20, Number.NaN);
    expect(clock.synced).toBe(false);
  });
});
