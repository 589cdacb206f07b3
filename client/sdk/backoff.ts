export interface Backoff {
  firstMs: number;
  capMs: number;
}

/** Doubles from `firstMs` to `capMs`, and takes 50-100 % of it, so that a crowd does not come back as one. */
export function backoffMs(backoff: Backoff, attempt: number, random: () => number): number {
  const fullMs = Math.min(backoff.capMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(fullMs * (0.5 + random() / 2));
}
