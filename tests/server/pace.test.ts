import { expect, test } from 'vitest';
import { JOIN_PACE } from '../../domain/rates/rates.ts';
import { createPace } from '../../server/rates/pace.ts';

test('[RT14] a few pass at once, the others wait for their turn; who would for too long is refused', () => {
  let nowMs = 1_000;
  const { atOnce, everyMs, mostWaitMs } = JOIN_PACE;
  const pace = createPace(
    JOIN_PACE,
    () => nowMs,
    (address) => address === '10.0.0.1',
  );
  const ask = () => pace('203.0.113.9');
  expect(Array.from({ length: atOnce }, ask)).toEqual(Array(atOnce).fill(0));
  expect([ask(), ask()]).toEqual([everyMs, 2 * everyMs]);
  expect(pace('203.0.113.10')).toBe(0);
  nowMs += everyMs;
  expect(ask()).toBe(2 * everyMs);
  const waits = Array.from({ length: mostWaitMs / everyMs }, ask);
  expect(waits.at(-1)).toBeNull();
  expect(Math.max(...waits.map(Number))).toBe(mostWaitMs);
  // Refused ones take no turn.
  nowMs += 10 * everyMs;
  expect(ask()).not.toBeNull();
  nowMs += mostWaitMs * 2;
  expect(ask()).toBe(0);
  expect(Array.from({ length: 1_000 }, () => pace('10.0.0.1')).every((waitMs) => waitMs === 0)).toBe(true);
});

test('[RT14] what takes several turns is waited for by those who come next', () => {
  const pace = createPace({ atOnce: 2, everyMs: 10, mostWaitMs: 100 }, () => 0);
  expect(pace('a')).toBe(0);
  pace.spend('a', 3);
  expect([pace('a'), pace('b')]).toEqual([30, 0]);
  // Nobody else from there is made to wait for longer than anybody should.
  pace.spend('a', 1_000);
  expect(pace('a')).toBe(100);
});

test('[RT14] no more addresses are remembered than a bounded number: the newest are', () => {
  const pace = createPace({ atOnce: 1, everyMs: 1_000, mostWaitMs: 1_000 }, () => 0);
  for (let each = 0; each < 10_001; each += 1) pace(`10.0.${each >> 8}.${each & 255}`);
  expect(pace('10.0.39.16')).toBe(1_000);
  expect(pace('10.0.0.0')).toBe(0);
});
