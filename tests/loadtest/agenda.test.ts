import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Agenda } from '../../loadtest/agenda.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('everything is done once, in its order, at its instant or within a tick of it; what is late is done at once', () => {
  const agenda = new Agenda();
  const done: [number, number][] = [];
  const startMs = Date.now();
  const plan = (atMs: number) => agenda.at(startMs + atMs, () => done.push([atMs, Date.now() - startMs]));
  for (const atMs of [300, 7, 40, 40, -20]) plan(atMs);
  vi.advanceTimersByTime(100);
  plan(120);
  vi.advanceTimersByTime(900);
  expect(done.map(([atMs]) => atMs)).toEqual([-20, 7, 40, 40, 120, 300]);
  for (const [atMs, doneAtMs] of done) {
    expect(doneAtMs).toBeGreaterThanOrEqual(atMs);
    expect(doneAtMs).toBeLessThanOrEqual(Math.max(0, atMs) + 10);
  }
  // k6 waits for timers: none is left.
  expect(vi.getTimerCount()).toBe(0);
  plan(1_500);
  vi.advanceTimersByTime(600);
  expect(done.at(-1)![0]).toBe(1_500);
});
