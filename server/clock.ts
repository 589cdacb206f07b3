import { performance } from 'node:perf_hooks';

/**
 * Whole epoch milliseconds that never step back: wall time is read once, afterwards only the monotonic
 * clock counts, so an operator who sets the clock moves no round.
 */
export interface Clock {
  nowMs(): number;
  /**
   * Takes over the database's clock, so that all members agree to within half a round trip. Called at boot,
   * before anything has used an instant: it is the one moment at which this clock may jump.
   * @param databaseNowMs what the database answered
   * @param roundTripMs how long the question took
   */
  align(databaseNowMs: number, roundTripMs: number): void;
  /**
   * From now on never before this instant. For a table taken over whose last owner's clock was ahead (the
   * machine's wall clock stepped back between the two): its rounds go on in an order of their own.
   */
  notBefore(ms: number): void;
}

export interface TimeSource {
  /** Milliseconds of a clock that never steps back, with any origin. */
  monotonicMs(): number;
  wallMs(): number;
}

const SYSTEM: TimeSource = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

export function createClock(source: TimeSource = SYSTEM): Clock {
  let offsetMs = source.wallMs() - source.monotonicMs();
  return {
    nowMs: () => Math.floor(source.monotonicMs() + offsetMs),
    align(databaseNowMs, roundTripMs) {
      offsetMs = databaseNowMs + roundTripMs / 2 - source.monotonicMs();
    },
    notBefore(ms) {
      offsetMs = Math.max(offsetMs, ms - source.monotonicMs());
    },
  };
}
