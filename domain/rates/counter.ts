/** How often something was asked for, the last time included, and when it is counted from 1 again. */
export interface Count {
  taken: number;
  resetAtMs: number;
}

/**
 * Counts requests in windows: of one name (a route, a message) and subject (a player, an address) everything until the
 * window ends, which is at most `withinMs` after it was first asked for. Names and subjects are counted apart.
 */
export interface RateCounter {
  /** Counts one more. */
  take(name: string, subject: string, withinMs: number, nowMs: number): Count | Promise<Count>;
}
