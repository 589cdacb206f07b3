import type { Count, RateCounter } from '../../domain/rates/counter.ts';

/** A request does not wait for longer than this to be counted. */
const ANSWERS_WITHIN_MS = 250;

/** Redis as far as it answers: otherwise this process counts by itself, from 1, until it does again. */
export interface Insurance {
  shared: RateCounter;
  own: RateCounter;
  /** Whether it answered last: one that is away is not waited for. */
  up(): boolean;
  onFallback(): void;
}

export function insuredCounter({ shared, own, up, onFallback }: Insurance): RateCounter {
  return {
    async take(name, subject, withinMs, nowMs) {
      if (up()) {
        const count = await inTime(shared.take(name, subject, withinMs, nowMs));
        if (count !== null) return count;
      }
      onFallback();
      return own.take(name, subject, withinMs, nowMs);
    },
  };
}

/** Null when it failed, or takes too long. */
async function inTime(count: Count | Promise<Count>): Promise<Count | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ANSWERS_WITHIN_MS, null);
  });
  try {
    return await Promise.race([count, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
