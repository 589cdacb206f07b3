import { assert } from '../../domain/assert.ts';
import type { LedgerItem, Posting } from '../../domain/ledger/port.ts';
import { fail, type Result } from '../../domain/result.ts';
import { isUnavailable } from '../storeUnavailable.ts';
import { type Batch, BatchQueue } from './batchQueue.ts';
import { connectLedger, type LedgerConnection, STATEMENT_TIMEOUT_MS } from './connection.ts';
import { type BatchAnswer, decodeBatch } from './decode.ts';
import { encodeBatch } from './encode.ts';
import { Pending, unavailable } from './pending.ts';

const RECONNECT_AFTER_MS = 100;
/** The server ends a statement by itself; one that is silent for longer has lost its connection. */
const GIVE_UP_AFTER_MS = STATEMENT_TIMEOUT_MS + 500;

/** Rolled back because of what another process did at the same time: sent again as it was. */
const COLLISION = /^(40001|40P01|23505)$/;
const MAX_COLLISIONS = 3;
/** A number left the range of its column: by the one item that is left when the batch was halved enough. */
const OUT_OF_RANGE = /^(22003|23514)$/;
/** The statement was cancelled for its time: rolled back, and the connection is as good as before. */
const CANCELLED = '57014';

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
  const queue = new BatchQueue();
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
    if (inFlight.length > 0) {
      queue.prepare();
    } else if (connection) {
      const batch = queue.take();
      if (batch) void send(connection, batch);
    } else if (queue.size > 0 && !closed) {
      void connect();
    }
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

  async function send(on: LedgerConnection, { pendings, encoded }: Batch): Promise<void> {
    inFlight = pendings;
    const startedAtMs = performance.now();
    const giveUp = setTimeout(() => cut(on), GIVE_UP_AFTER_MS);
    try {
      const items = pendings.map(({ item }) => item);
      const sent = encoded ?? encodeBatch(items);
      const answer = await on.post(sent.parameters);
      clearTimeout(giveUp);
      onBatch?.({ items: items.length, durationMs: performance.now() - startedAtMs });
      collisions = 0;
      deliver(pendings, answer, () => decodeBatch(items, sent, answer));
    } catch (error) {
      clearTimeout(giveUp);
      recover(on, pendings, error as DatabaseError);
      if (inFlight === pendings) inFlight = [];
    }
    schedulePump();
  }

  /** Sends the next batch first: while the database works on it, these answers are given. */
  function deliver(pendings: Pending[], answer: BatchAnswer, decode: () => (Result<Posting> | null)[]): void {
    let results: (Result<Posting> | null)[] | undefined;
    if (answer.status !== null) {
      results = decode();
      queue.giveBack(pendings.filter((_, index) => results![index] === null));
    }
    inFlight = [];
    pump();
    results ??= decode();
    for (const [index, result] of results.entries()) if (result) pendings[index]!.answer(result);
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
  function recover(on: LedgerConnection, pendings: Pending[], error: DatabaseError): void {
    const code = error.code ?? '';
    // Before all else: elsewhere a deadlock counts as an outage, here the batch just goes again.
    if (COLLISION.test(code) && ++collisions <= MAX_COLLISIONS) {
      queue.sendFirst(pendings);
    } else if (isUnavailable(error)) {
      for (const pending of pendings) pending.answer(unavailable());
      if (code === CANCELLED || COLLISION.test(code)) return;
      on.destroy();
      if (connection === on) connection = null;
    } else if (pendings.length > 1) {
      const middle = Math.ceil(pendings.length / 2);
      queue.sendFirst(pendings.slice(0, middle), pendings.slice(middle));
    } else if (error.constraint === 'crash_bet_pkey' || error.constraint === 'game_pkey') {
      pendings[0]!.answer(fail('key_conflict')); // another key placed a bet, or played a game, of this id
    } else if (error.constraint === 'game_state_pkey') {
      pendings[0]!.answer(fail('outdated')); // again and again another process made the document first
    } else if (OUT_OF_RANGE.test(code)) {
      pendings[0]!.answer(fail('invalid_amount'));
    } else {
      pendings[0]!.crash(error);
    }
  }

  function expire(): void {
    expiry = null;
    const nowMs = performance.now();
    for (const pending of inFlight) if (pending.deadlineAtMs <= nowMs) pending.answer(unavailable());
    queue.expire(nowMs);
    const open = inFlight.filter(({ settled }) => !settled).map(({ deadlineAtMs }) => deadlineAtMs);
    scheduleExpiry(Math.min(queue.firstDeadlineAtMs(), ...open));
  }

  function scheduleExpiry(atMs: number): void {
    if (expiry || atMs === Infinity) return;
    expiry = setTimeout(expire, Math.max(1, atMs - performance.now()));
  }

  return {
    post(item) {
      const { length } = item.legs;
      assert(length >= 1 && length <= 4, `an item has 1 to 4 legs, not ${length}`);
      if (closed) return Promise.resolve(unavailable());
      const pending = new Pending(item, performance.now());
      queue.add(pending);
      scheduleExpiry(pending.deadlineAtMs);
      schedulePump();
      return pending.result;
    },
    stats: () => ({ queued: queue.size, inFlight: inFlight.length, connected: connection !== null }),
    async close() {
      while (queue.size + inFlight.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      closed = true;
      if (expiry) clearTimeout(expiry);
      connection?.destroy();
      connection = null;
    },
  };
}
