import type { Clock } from './clock.ts';

/** Longer than this without a sign of life, and the process counts as having stood still. */
export const STALL_MS = 1_000;
const BEAT_MS = 100;

export interface Stall {
  /** The last sign of life before it. */
  fromMs: number;
  /** When it was noticed. */
  toMs: number;
}

export interface StallGuard {
  /** The instant since which the process stood still, if that is over 1 s; else null. */
  check(nowMs: number): number | null;
}

/**
 * Notices that the process stood still (SIGSTOP, a long pause). After such a pause all overdue timers and
 * sockets fire in an order of their own, so whoever handles one asks `check` first thing: the first to ask
 * finds the stall, whoever it is.
 */
export interface StallWatch extends StallGuard {
  /**
   * For askers that share one guard: a stall that was found stays visible for 100 ms, so that all who were
   * overdue learn of it; who asks twice in that time hears of the same instant twice.
   */
  check(nowMs: number): number | null;
  /** A guard of one's own: tells of each stall exactly once, however late it is asked. */
  guard(): StallGuard;
  /** The last sign of life, in the clock's milliseconds. */
  readonly lastAliveMs: number;
  /** The listener is called once per stall. Returns the function that ends the subscription. */
  onStall(listener: (stall: Stall) => void): () => void;
  stop(): void;
}

export function watchStalls(clock: Clock): StallWatch {
  const listeners = new Set<(stall: Stall) => void>();
  let lastAliveMs = clock.nowMs();
  let latest: Stall | null = null;

  const live = (nowMs: number): void => {
    const fromMs = lastAliveMs;
    lastAliveMs = Math.max(lastAliveMs, nowMs);
    if (nowMs - fromMs <= STALL_MS) return;
    latest = { fromMs, toMs: nowMs };
    for (const listener of listeners) listener(latest);
  };

  const beat = setInterval(() => live(clock.nowMs()), BEAT_MS);
  beat.unref();
  return {
    check(nowMs) {
      live(nowMs);
      return latest !== null && nowMs - latest.toMs < BEAT_MS ? latest.fromMs : null;
    },
    guard() {
      let told = latest;
      return {
        check(nowMs) {
          live(nowMs);
          if (latest === told) return null;
          told = latest;
          return latest?.fromMs ?? null;
        },
      };
    },
    get lastAliveMs() {
      return lastAliveMs;
    },
    onStall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(beat),
  };
}
