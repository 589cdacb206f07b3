import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, type Result } from '../../domain/result.ts';

/** How long a caller waits before it hears `store_unavailable`. */
export const ANSWER_WITHIN_MS = 2_000;

/** An item on its way, and who waits for it. */
export class Pending {
  readonly item: LedgerItem;
  readonly deadlineAtMs: number;
  readonly result: Promise<Result<Posting>>;
  /** Its caller has an answer. */
  settled = false;
  #resolve!: (result: Result<Posting>) => void;
  #reject!: (error: Error) => void;

  /** @param nowMs monotonic */
  constructor(item: LedgerItem, nowMs: number) {
    this.item = item;
    this.deadlineAtMs = nowMs + ANSWER_WITHIN_MS;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  answer(result: Result<Posting>): void {
    if (this.settled) return;
    this.settled = true;
    this.#resolve(result);
  }

  /** For bugs only: an item that the database chokes on. */
  crash(error: Error): void {
    if (this.settled) return;
    this.settled = true;
    this.#reject(error);
  }
}

/** Outcome unknown: the caller may retry with the same key. */
export function unavailable(): Result<never> {
  return fail('store_unavailable');
}
