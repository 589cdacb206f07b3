import { describe, expect, test } from 'vitest';
import { Watchdog } from '../../client/sdk/watchdog.ts';
import { ManualScheduler } from './support/manualScheduler.ts';

function setUp() {
  const scheduler = new ManualScheduler();
  const pongs: (() => void)[] = [];
  let silences = 0;
  const watchdog = new Watchdog(
    scheduler,
    { pingEveryMs: 1_000, silenceMs: 2_000 },
    (onPong) => pongs.push(onPong),
    () => {
      silences += 1;
    },
  );
  return { scheduler, pongs, watchdog, silences: () => silences };
}

describe('the watchdog', () => {
  test('pings each second and stays calm while pongs come', async () => {
    const { scheduler, pongs, watchdog, silences } = setUp();
    watchdog.start();
    for (let second = 1; second <= 60; second++) {
      pongs.at(-1)!();
      await scheduler.advance(1_000);
      expect(pongs).toHaveLength(second + 1);
    }
    expect(silences()).toBe(0);
  });

  test('reports silence once, 2 s after the last ping that got no pong', async () => {
    const { scheduler, pongs, watchdog, silences } = setUp();
    watchdog.start();
    pongs.at(-1)!();
    await scheduler.advance(1_000);
    await scheduler.advance(1_999);
    expect(silences()).toBe(0);
    await scheduler.advance(1);
    expect(silences()).toBe(1);
    await scheduler.advance(60_000);
    expect(silences()).toBe(1);
    expect(scheduler.timers).toBe(0);
  });

  test('stays calm on a line of 2.4 s, whose pongs come each second once the first is there', async () => {
    const { scheduler, pongs, watchdog, silences } = setUp();
    watchdog.start();
    await scheduler.advance(2_400);
    for (let second = 0; second < 30; second++) {
      pongs[second]!();
      await scheduler.advance(1_000);
    }
    expect(silences()).toBe(0);
  });

  test('a server that never answers is noticed after 6 s', async () => {
    const { scheduler, watchdog, silences } = setUp();
    watchdog.start();
    await scheduler.advance(5_999);
    expect(silences()).toBe(0);
    await scheduler.advance(1);
    expect(silences()).toBe(1);
  });

  test('does not blame the server for its own standstill', async () => {
    const { scheduler, pongs, watchdog, silences } = setUp();
    watchdog.start();
    // The pong came while we stood still, and waits behind the late timer.
    scheduler.stall(30_000);
    await scheduler.advance(0);
    expect(silences()).toBe(0);
    pongs.at(-1)!();
    await scheduler.advance(1_000);
    expect(silences()).toBe(0);
    // A server that is really gone after it is noticed all the same.
    await scheduler.advance(3_000);
    expect(silences()).toBe(1);
  });

  test('stops', async () => {
    const { scheduler, watchdog, silences } = setUp();
    watchdog.start();
    watchdog.stop();
    await scheduler.advance(60_000);
    expect(silences()).toBe(0);
    expect(scheduler.timers).toBe(0);
  });
});
