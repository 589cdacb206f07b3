import { setTimeout as pause } from 'node:timers/promises';
import type { Memory } from './inspector.ts';
import type { Target } from './target.ts';

/** The most that a server may hold after the run, beside what it held after the warm-up. */
export const MOST_GROWTH = 1.1;

/** Seats are held for 60 s for who left, and requests to join for 20 s. */
const LET_GO_WITHIN_MS = 90_000;
const LOOKS_EVERY_MS = 3_000;

/** What is live after a collection, heap and buffers. */
export function liveBytes({ heapBytes, externalBytes }: Memory): number {
  return heapBytes + externalBytes;
}

/** What is live once those who left are forgotten: the first look that is within bounds, or the last. */
export async function settledMemory({ inspector, hasEnded }: Target, warm: Memory): Promise<Memory> {
  const giveUpAtMs = Date.now() + LET_GO_WITHIN_MS;
  for (;;) {
    const end = await inspector.memory();
    if (liveBytes(end) <= liveBytes(warm) * MOST_GROWTH || Date.now() >= giveUpAtMs || hasEnded()) return end;
    await pause(LOOKS_EVERY_MS);
  }
}
