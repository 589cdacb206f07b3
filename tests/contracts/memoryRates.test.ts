import { describe, expect, test } from 'vitest';
import { MemoryCounter } from '../../domain/rates/memoryCounter.ts';
import { rateCounterContract } from './rateCounter.contract.ts';

describe('rates counted in memory', () => {
  const counter = new MemoryCounter();
  let atMs = 1_000;
  rateCounterContract(() => ({
    counter,
    nowMs: () => atMs,
    async pass(ms) {
      atMs += ms;
    },
  }));

  test('[RT8] no more subjects are held than there is room for, and the latest are counted', () => {
    const small = new MemoryCounter(100);
    for (let each = 0; each < 1_000; each += 1) {
      const name = each % 2 ? 'odd' : 'even';
      expect(small.take(name, `subject ${each}`, 1_000, 0)).toEqual({ taken: 1, resetAtMs: 1_000 });
      expect(small.count(name, `subject ${each}`, 1_000, 0)).toBe(2);
      expect(small.size).toBeLessThanOrEqual(100);
    }
    expect(small.count('odd', 'subject 999', 1_000, 999)).toBe(3);
    expect(small.count('odd', 'subject 1', 1_000, 999)).toBe(1);
  });

  test('[RT8] what has ended makes room', () => {
    const small = new MemoryCounter(10);
    for (let each = 0; each < 10; each += 1) small.count('early', `subject ${each}`, 1_000, 0);
    expect(small.count('late', 'one', 1_000, 500)).toBe(1);
    expect(small.size).toBe(10);
    expect(small.count('late', 'one', 1_000, 1_000)).toBe(1);
    expect(small.count('late', 'one', 1_000, 1_001)).toBe(2);
    expect(small.size).toBe(1);
  });
});
