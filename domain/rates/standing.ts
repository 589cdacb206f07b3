import { type Failure, failure } from '../protocol/errors.ts';
import type { Count } from './counter.ts';

/** What a limit says of a request. */
export interface Standing {
  /** Requests within a window. */
  limit: number;
  /** So many more pass in this one. */
  remaining: number;
  resetAtMs: number;
  isOver: boolean;
}

/** The request that makes `limit` passes, the next one does not. */
export function standingOf(limit: number, { taken, resetAtMs }: Count): Standing {
  return { limit, remaining: Math.max(0, limit - taken), resetAtMs, isOver: taken > limit };
}

/** Of two limits the one to tell of: which refuses, for longer if both do; otherwise which leaves less. */
export function tighter(one: Standing | null, other: Standing): Standing {
  if (one === null) return other;
  if (one.isOver !== other.isOver) return one.isOver ? one : other;
  if (one.isOver) return one.resetAtMs >= other.resetAtMs ? one : other;
  return one.remaining <= other.remaining ? one : other;
}

export function rateFailure({ limit, remaining, resetAtMs }: Standing, nowMs: number): Failure {
  // For clients whose clock is another one.
  const retryAfterMs = Math.max(0, resetAtMs - nowMs);
  return failure('rate_limited', { limit, remaining, resetAtMs, retryAfterMs });
}
