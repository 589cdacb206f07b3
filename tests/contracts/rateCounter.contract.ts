import { expect, test } from 'vitest';
import type { RateCounter } from '../../domain/rates/counter.ts';

export interface CounterWorld {
  counter: RateCounter;
  nowMs(): number;
  /** Lets at least this time pass for the counter. */
  pass(ms: number): Promise<void>;
}

const WITHIN_MS = 1_000;
let names = 0;

/** What every counter of requests does. */
export function rateCounterContract(world: () => CounterWorld): void {
  const taking = () => {
    const { counter, nowMs } = world();
    const name = `name ${++names}`;
    return async (subject: string, of = name) => counter.take(of, subject, WITHIN_MS, nowMs());
  };

  test('[RT6] names and subjects are counted apart, from 1', async () => {
    const take = taking();
    expect((await take('one')).taken).toBe(1);
    expect((await take('one')).taken).toBe(2);
    expect((await take('another')).taken).toBe(1);
    expect((await take('one', 'another name')).taken).toBe(1);
    expect((await take('one')).taken).toBe(3);
  });

  test('[RT6] of a hundred at once each is counted once', async () => {
    const take = taking();
    const counts = await Promise.all(Array.from({ length: 100 }, () => take('one')));
    const taken = counts.map((count) => count.taken).toSorted((a, b) => a - b);
    expect(taken).toEqual(Array.from({ length: 100 }, (_, each) => each + 1));
  });

  test('[RT6] a window ends at most its length after it began; then it is counted from 1', async () => {
    const take = taking();
    const { nowMs, pass } = world();
    const { resetAtMs } = await take('one');
    expect(resetAtMs).toBeGreaterThan(nowMs() - WITHIN_MS);
    expect(resetAtMs).toBeLessThanOrEqual(nowMs() + WITHIN_MS);
    await pass(WITHIN_MS);
    const next = await take('one');
    expect(next.taken).toBe(1);
    expect(next.resetAtMs).toBeGreaterThan(resetAtMs);
  });
}
