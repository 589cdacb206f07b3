import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, type Result } from '../../domain/result.ts';
import { isUnavailable } from '../storeUnavailable.ts';
import { connectLedger, type LedgerConnection, STATEMENT_TIMEOUT_MS } from './connection.ts';
import { decodeBatch } from './decode.ts';
import { encodeBatch } from './encode.ts';
import { type Pending, pend, takeBatch, unavailable } from './pending.ts';

/** Bounds a batch's time, and with it the wait of those behind it. */
const MAX_BATCH_ITEMS = 500;
const RECONNECT_AFTER_MS = 100;
/** The server ends a statement by itself; one that is silent for longer has lost its connection. */
const GIVE_UP_AFTER_MS = STATEMENT_TIMEOUT_MS + 500;

/** Rolled back because of what another process did at the same time: sent again as it was. */
const COLLISION = /^(40001|40P01|23505)$/;
const MAX_COLLISIONS = 3;
/** A number left the range of its column: by the one item that is left when the batch was halved enough. */
const OUT_OF_RANGE = /^(22003|23514)$/;

type DatabaseError = Error & { code?: string; constraint?: string };

export interface BatchStats {
  items: number;
  durationMs: number;
}

export interface GroupCommit {
  post(item: LedgerItem): Promise<Result<Posting>>;
  stats(): { queued: number; inFlight: number; connected: boolean };
  /** Lets what is queued finish (at most until its deadline), then disconnects. */
  close(): Promise<void>;
}

/**
 * Group commit: what arrives while a batch is being committed is the next batch. One batch is in flight, so
 * its size finds itself: under load many share one fsync, alone an item waits for nothing.
 */
export function openGroupCommit(url: string, onBatch?: (stats: BatchStats) => void): GroupCommit {
  const queue: Pending[] = [];
  /** Parts of a batch that failed as a whole; sent before the queue, one by one. */
  const parts: Pending[][] = [];
  let inFlight: Pending[] = [];
  let connection: LedgerConnection | null = null;
  let connecting = false;
  let closed = false;
  let collisions = 0;
  let expiry: NodeJS.Timeout | null = null;
  let pumpDue = false;

  /** At the end of this turn of the event loop: whoever posts within the turn goes into the same batch. */
  function schedulePump(): void {
    if (pumpDue) return;
    pumpDue = true;
    setImmediate(() => {
      pumpDue = false;
      pump();
    });
  }

  function pump(): void {
    if (inFlight.length > 0) return;
    if (!connection) {
      if (queue.length + parts.length > 0 && !closed) void connect();
      return;
    }
    const batch = parts.shift() ?? takeBatch(queue, MAX_BATCH_ITEMS);
    if (batch.length > 0) void send(connection, batch);
  }

  async function connect(): Promise<void> {
    if (connecting) return;
    connecting = true;
    try {
      const fresh = await connectLedger(url, () => {
        if (connection === fresh) connection = null;
      });
      if (closed) fresh.destroy();
      else connection = fresh;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_AFTER_MS));
    }
    connecting = false;
    pump();
  }

  async function send(on: LedgerConnection, batch: Pending[]): Promise<void> {
    inFlight = batch;
    const startedAtMs = performance.now();
    const giveUp = setTimeout(() => cut(on), GIVE_UP_AFTER_MS);
    try {
      const items = batch.map((pending) => pending.item);
      const encoded = encodeBatch(items);
      const results = decodeBatch(items, encoded, await on.post(encoded.parameters));
      collisions = 0;
      queue.unshift(...batch.filter((_, index) => results[index] === null));
      // The next batch goes out first: while the database works on it, the answers are given here.
      inFlight = [];
      pump();
      for (const [index, result] of results.entries()) if (result) batch[index]!.answer(result);
    } catch (error) {
      recover(on, batch, error as DatabaseError);
    } finally {
      clearTimeout(giveUp);
      if (inFlight === batch) inFlight = [];
      onBatch?.({ items: batch.length, durationMs: performance.now() - startedAtMs });
      schedulePump();
    }
  }

  /** Silent for too long: the connection is given up, and with it the batch, whose fate stays unknown. */
  function cut(on: LedgerConnection): void {
    on.destroy();
    if (connection === on) connection = null;
    for (const pending of inFlight) pending.answer(unavailable());
    inFlight = [];
    pump();
  }

  /** A batch failed as a whole. Unless the connection is gone it was rolled back. */
  function recover(on: LedgerConnection, batch: Pending[], error: DatabaseError): void {
    const code = error.code ?? '';
    if (isUnavailable(error)) {
      for (const pending of batch) pending.answer(unavailable());
      // A cancelled statement leaves the connection usable; all else of this kind does not.
      if (code !== '57014') {
        on.destroy();
        if (connection === on) connection = null;
      }
    } else if (COLLISION.test(code) && ++collisions <= MAX_COLLISIONS) {
      parts.unshift(batch);
    } else if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      parts.unshift(batch.slice(0, middle), batch.slice(middle));
    } else if (error.constraint === 'crash_bet_pkey') {
      batch[0]!.answer(fail('key_conflict')); // another key placed a bet of this id
    } else if (OUT_OF_RANGE.test(code)) {
      batch[0]!.answer(fail('invalid_amount'));
    } else {
      batch[0]!.crash(error);
    }
  }

  /** Answers `store_unavailable` to all whose time is over; what was not sent yet never will be. */
  function expire(): void {
    expiry = null;
    const nowMs = performance.now();
    const waiting = [inFlight, ...parts, queue].flat();
    for (const pending of waiting) {
      if (pending.deadlineAtMs <= nowMs) pending.answer(unavailable());
    }
    for (const list of [...parts, queue]) {
      const rest = list.filter((pending) => !pending.settled);
      list.splice(0, list.length, ...rest);
    }
    parts.splice(0, parts.length, ...parts.filter((part) => part.length > 0));
    scheduleExpiry(waiting.filter((pending) => !pending.settled));
  }

  function scheduleExpiry(waiting: readonly Pending[]): void {
    if (expiry || waiting.length === 0) return;
    const first = waiting.reduce((least, { deadlineAtMs }) => Math.min(least, deadlineAtMs), Infinity);
    expiry = setTimeout(expire, Math.max(1, first - performance.now()));
  }

  return {
    post(item) {
      assert(
        item.legs.length >= 1 && item.legs.length <= 4,
        `an item has 1 to 4 legs, not ${item.legs.length}`,
      );
      if (closed) return Promise.resolve(unavailable());
      const { pending, result } = pend(item, performance.now());
      queue.push(pending);
      scheduleExpiry([pending]);
      schedulePump();
      return result;
    },
    stats: () => ({ queued: queue.length, inFlight: inFlight.length, connected: connection !== null }),
    async close() {
      while (queue.length + parts.length + inFlight.length > 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      closed = true;
      if (expiry) clearTimeout(expiry);
      connection?.destroy();
      connection = null;
    },
  };
}
