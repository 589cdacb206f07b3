import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, type Result } from '../../domain/result.ts';

/** How long a caller waits before it hears `store_unavailable`. */
export const ANSWER_WITHIN_MS = 2_000;

/** An item on its way, and who waits for it. */
export interface Pending {
  readonly item: LedgerItem;
  readonly deadlineAtMs: number;
  /** Its caller has an answer. */
  settled: boolean;
  answer(result: Result<Posting>): void;
  /** For bugs only: an item that the database chokes on. */
  crash(error: Error): void;
}

/** @param nowMs monotonic */
export function pend(
  item: LedgerItem,
  nowMs: number,
): { pending: Pending; result: Promise<Result<Posting>> } {
  const { promise, resolve, reject } = Promise.withResolvers<Result<Posting>>();
  const pending: Pending = {
    item,
    deadlineAtMs: nowMs + ANSWER_WITHIN_MS,
    settled: false,
    answer(result) {
      if (pending.settled) return;
      pending.settled = true;
      resolve(result);
    },
    crash(error) {
      if (pending.settled) return;
      pending.settled = true;
      reject(error);
    },
  };
  return { pending, result: promise };
}

/** Outcome unknown: the caller may retry with the same key. */
export function unavailable(): Result<never> {
  return fail('store_unavailable');
}
