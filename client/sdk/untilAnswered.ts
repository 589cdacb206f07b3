import { type Backoff, backoffMs } from './backoff.ts';
import { askedToWaitMs, FairgroundError, isTransient } from './errors.ts';
import { type Scheduler, sleep } from './scheduler.ts';

export interface ResendSurroundings {
  scheduler: Scheduler;
  random: () => number;
  /** Resolves when there is a socket to send on; throws when there will be none. */
  live(withinMs: number): Promise<void>;
}

/** For how long a request is resent: the server holds a dropped seat, and with it the round, for 60 s. */
export const RESEND_FOR_MS = 60_000;
const BACKOFF: Backoff = { firstMs: 200, capMs: 2_000 };
const DOUBLE_CHECK_AFTER_MS = 1_000;
/** Refusals that may come from our own first sending, still on its way to the ledger. */
const DOUBTFUL = new Set(['already_bet', 'round_closed']);

/**
 * Sends a request that carries its own identity (a key, a bet's id) again and again until the server has
 * answered it: an answer or a refusal ends it; a lost connection, a timeout, "not just now" and a limit that resets in
 * time do not.
 * Throws `outcome_unknown` when that took longer than `forMs`.
 */
export async function untilAnswered<T>(
  around: ResendSurroundings,
  send: () => Promise<T>,
  forMs: number = RESEND_FOR_MS,
): Promise<T> {
  const deadlineMs = around.scheduler.nowMs() + forMs;
  const leftMs = () => deadlineMs - around.scheduler.nowMs();
  /** A sending got no answer that binds: the request may have been carried out. */
  let mayStand = false;
  let doubleChecked = false;
  let last: FairgroundError | null = null;
  for (let attempt = 0; leftMs() > 0; attempt++) {
    try {
      await around.live(leftMs());
      return await send();
    } catch (error) {
      if (!(error instanceof FairgroundError)) throw error;
      last = error;
      if (error.code === 'unreachable' && error.details.cause === 'left') break;
      if (isTransient(error.code)) {
        mayStand ||= error.code === 'unreachable' || error.code === 'store_unavailable';
        const askedMs = askedToWaitMs(error) ?? 0;
        if (askedMs > leftMs()) break;
        const pauseMs = askedMs + backoffMs(BACKOFF, attempt, around.random);
        await sleep(around.scheduler, Math.min(leftMs(), pauseMs));
      } else if (mayStand && !doubleChecked && DOUBTFUL.has(error.code)) {
        doubleChecked = true;
        await sleep(around.scheduler, DOUBLE_CHECK_AFTER_MS);
      } else {
        throw error;
      }
    }
  }
  if (last && !mayStand) throw last;
  throw new FairgroundError('outcome_unknown', { last: last?.code ?? null });
}
