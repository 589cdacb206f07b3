import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../rooms/backtest/pace.ts';

describe('[BJ12] how often those who watch a backtest are told of it', () => {
  it('is at once when it starts, however short before something was told', () => {
    const pace = new Pace();
    pace.sent(1_000);
    expect(pace.dueAtMs(true)).toBeLessThanOrEqual(1_001);
    expect(pace.dueAtMs(false)).toBe(1_334);
  });

  it('is at most 4 times in any second, a start and the end among them', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.array(fc.nat(400), { maxLength: 40 }), (startsAtMs, pausesMs) => {
        const pace = new Pace();
        const sentAtMs: number[] = [];
        const send = (atMs: number) => {
          sentAtMs.push(atMs);
          pace.sent(atMs);
        };
        send(0);
        send(Math.max(startsAtMs, pace.dueAtMs(true)));
        let nowMs = sentAtMs.at(-1)!;
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          if (nowMs >= pace.dueAtMs(false)) send(nowMs);
        }
        send(nowMs);
        for (const [at, fromMs] of sentAtMs.entries()) {
          const within = sentAtMs.slice(at).filter((atMs) => atMs < fromMs + 1_000);
          expect(within.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
