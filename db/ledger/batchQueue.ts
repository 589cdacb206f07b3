import type { LedgerItem } from '../../domain/ledger/port.ts';
import { type EncodedBatch, encodeBatch } from './encode.ts';
import { type Pending, unavailable } from './pending.ts';

/** Bounds a batch's time, and with it the wait of those behind it; two of them keep both sides busy. */
const MAX_BATCH_ITEMS = 500;

/** What goes to the database in one statement. */
export interface Batch {
  pendings: Pending[];
  /** Made ahead of its time, or when it is sent. */
  encoded: EncodedBatch | null;
}

/** What waits to be sent: in the order of arrival. */
export class BatchQueue {
  #waiting: Pending[] = [];
  /** Parts of a batch that failed as a whole: sent first, one by one. */
  #parts: Pending[][] = [];
  /** The next batch, encoded while the one before it is in flight. */
  #ready: Batch | null = null;

  get size(): number {
    const parts = this.#parts.reduce((sum, part) => sum + part.length, 0);
    return parts + (this.#ready?.pendings.length ?? 0) + this.#waiting.length;
  }

  add(pending: Pending): void {
    this.#waiting.push(pending);
  }

  /** The next batch, or null. */
  take(): Batch | null {
    const part = this.#parts.shift();
    if (part) return { pendings: part, encoded: null };
    const ready = this.#ready ?? { pendings: this.#takeWaiting(), encoded: null };
    this.#ready = null;
    return ready.pendings.length > 0 ? ready : null;
  }

  /** Encodes the next batch if a full one waits: more could not join it anyway. */
  prepare(): void {
    if (this.#ready || this.#parts.length > 0 || this.#waiting.length < MAX_BATCH_ITEMS) return;
    const pendings = this.#takeWaiting();
    try {
      this.#ready = { pendings, encoded: encodeBatch(pendings.map(({ item }) => item)) };
    } catch {
      // One of them is a bug; sending finds out which.
      this.#ready = { pendings, encoded: null };
    }
  }

  /** Back to the front: they depend on a batch that has been decided by now. */
  giveBack(pendings: readonly Pending[]): void {
    this.#waiting.unshift(...pendings, ...(this.#ready?.pendings ?? []));
    this.#ready = null;
  }

  /** Sends these batches before everything else. */
  sendFirst(...parts: Pending[][]): void {
    this.#parts.unshift(...parts);
  }

  /** Answers `store_unavailable` to all whose time is over, and drops them: they will not be sent. */
  expire(nowMs: number): void {
    for (const pending of this.#all()) {
      if (pending.deadlineAtMs <= nowMs) pending.answer(unavailable());
    }
    if (this.#ready?.pendings.some(({ settled }) => settled)) this.giveBack([]);
    this.#waiting = this.#waiting.filter(({ settled }) => !settled);
    this.#parts = this.#parts
      .map((part) => part.filter(({ settled }) => !settled))
      .filter((part) => part.length > 0);
  }

  /** The earliest deadline of those that wait; Infinity if none does. */
  firstDeadlineAtMs(): number {
    return this.#all().reduce((least, { deadlineAtMs }) => Math.min(least, deadlineAtMs), Infinity);
  }

  #all(): Pending[] {
    return [...this.#parts.flat(), ...(this.#ready?.pendings ?? []), ...this.#waiting];
  }

  /** In order: what is left out keeps its place, and so does what comes after it and shares something with it. */
  #takeWaiting(): Pending[] {
    const batch: Pending[] = [];
    const kept: Pending[] = [];
    const taken = new Set<string>();
    let index = 0;
    for (; index < this.#waiting.length && batch.length < MAX_BATCH_ITEMS; index++) {
      const pending = this.#waiting[index]!;
      if (pending.settled) continue;
      const things = exclusive(pending.item);
      (things.some((thing) => taken.has(thing)) ? kept : batch).push(pending);
      for (const thing of things) taken.add(thing);
    }
    this.#waiting.splice(0, index, ...kept);
    return batch;
  }
}

/** What no two items of a batch may share, since `ledger_post` decides them side by side. */
function exclusive({ key, row }: LedgerItem): string[] {
  if (!row) return [key];
  if (row.type !== 'play') return [key, row.betId];
  const things = [key];
  if (row.pair) things.push(row.pair.pairId);
  for (const { ownerId, scope } of row.states) things.push(`${ownerId} ${scope}`);
  return things;
}
