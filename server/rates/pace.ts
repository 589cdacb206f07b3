import { addressGroup } from '../../domain/rates/addressGroup.ts';
import type { PaceRule } from '../../domain/rates/rates.ts';

/** Addresses that are waited for: what is over is forgotten when there are more. */
const MOST_ADDRESSES = 10_000;

/**
 * Spreads what comes from one address: hundreds of requests at once would be felt by all who play. A few pass at once, the
 * others wait for their turn, in the order in which they came. Answers how long, in ms; null for longer than anybody should.
 */
export interface Pace {
  (address: string): number | null;
  /** What somebody from there got took more turns than one: those who come next wait for them, for as long as anybody should. */
  spend(address: string, turns: number): void;
}

export const UNPACED: Pace = Object.assign(() => 0, { spend() {} });

export function createPace(
  { atOnce, everyMs, mostWaitMs }: PaceRule,
  nowMs: () => number,
  isExempt: (address: string) => boolean = () => false,
): Pace {
  /** When all who came from there will have had their turn. */
  const busyUntilMs = new Map<string, number>();

  function forget(now: number): void {
    for (const [group, untilMs] of busyUntilMs) if (untilMs <= now) busyUntilMs.delete(group);
    const [oldest] = busyUntilMs.size >= MOST_ADDRESSES ? busyUntilMs.keys() : [];
    if (oldest !== undefined) busyUntilMs.delete(oldest);
  }

  function take(group: string, untilMs: number, now: number): void {
    if (busyUntilMs.size >= MOST_ADDRESSES && !busyUntilMs.has(group)) forget(now);
    busyUntilMs.set(group, untilMs);
  }

  const atOnceMs = (atOnce - 1) * everyMs;
  const busyUntil = (group: string, now: number) => Math.max(now, busyUntilMs.get(group) ?? 0);

  function pace(address: string): number | null {
    const now = nowMs();
    const group = addressGroup(address);
    const untilMs = busyUntil(group, now);
    const waitMs = Math.max(0, untilMs - now - atOnceMs);
    if (waitMs > 0 && isExempt(address)) return 0;
    if (waitMs > mostWaitMs) return null;
    take(group, untilMs + everyMs, now);
    return waitMs;
  }

  return Object.assign(pace, {
    spend(address: string, turns: number) {
      const now = nowMs();
      const group = addressGroup(address);
      const longestMs = now + atOnceMs + mostWaitMs;
      const untilMs = busyUntil(group, now);
      take(group, Math.max(untilMs, Math.min(untilMs + turns * everyMs, longestMs)), now);
    },
  });
}
