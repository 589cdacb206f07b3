import type { Result } from '../domain/result.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Repeats an idempotent write until its outcome is known: `store_unavailable` means unknown, so it is
 * tried again with the same key or game. Ends with the result, or null when `stopped()` says that it is
 * no longer ours to write.
 */
export async function untilStored<T>(
  attempt: () => Promise<Result<T>>,
  stopped: () => boolean,
  onOutage: () => void = () => {},
): Promise<Result<T> | null> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    if (stopped()) return null;
    const result = await attempt();
    if (result.ok || result.error.code !== 'store_unavailable') return result;
    onOutage();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
