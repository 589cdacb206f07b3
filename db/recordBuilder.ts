import { Worker } from 'node:worker_threads';
import type { RoundRecord } from '../domain/crash/records.ts';
import { StoreUnavailableError } from './storeUnavailable.ts';

/** A settled round's public record, as the bytes of its JSON. */
export interface RecordBytes {
  bytes: Uint8Array<ArrayBuffer>;
  /** As the header wants it, in quotes. */
  etag: string;
}

export interface RecordBuilder {
  /** Null when no such round is settled. @throws StoreUnavailableError */
  build(table: string, game: number): Promise<RecordBytes | null>;
  /** The record with this bet (or its cancellation) only. @throws StoreUnavailableError */
  ofBet(table: string, game: number, betId: string): Promise<RoundRecord | null>;
  close(): Promise<void>;
}

export interface RecordQuestion {
  table: string;
  game: number;
  /** Set: of the bets this one only. */
  betId: string | null;
}

type Answer = { built: RecordBytes | null } | { failed: string; away: boolean };

/**
 * Builds records in a thread of its own, one at a time: the proofs and the JSON of ten thousand bets take
 * longer than rounds that fly in this process may wait. The thread starts with the first record asked for.
 */
export function openRecordBuilder(url: string): RecordBuilder {
  let worker: Worker | null = null;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(new URL('./recordWorker.ts', import.meta.url), { workerData: { url } });
    // It must not keep the process alive, and a bug in it must not end it: the next record starts another.
    started.unref();
    started.on('error', () => {});
    started.on('exit', () => {
      if (worker === started) worker = null;
    });
    worker = started;
    return started;
  }

  async function ask(question: RecordQuestion): Promise<RecordBytes | null> {
    if (closed) throw new StoreUnavailableError('the database was closed');
    const thread = worker ?? start();
    const answer = await new Promise<Answer>((resolve) => {
      const failed = (error: unknown) =>
        settle({ failed: `the records' thread ended: ${error}`, away: closed });
      const settle = (answer: Answer) => {
        thread.off('message', settle).off('error', failed).off('exit', failed);
        resolve(answer);
      };
      thread.on('message', settle).on('error', failed).on('exit', failed);
      thread.postMessage(question);
    });
    if ('built' in answer) return answer.built;
    if (answer.away) throw new StoreUnavailableError(answer.failed);
    throw new Error(answer.failed);
  }

  function inTurn(question: RecordQuestion): Promise<RecordBytes | null> {
    const built = last.then(() => ask(question));
    last = built.catch(() => {});
    return built;
  }

  return {
    build: (table, game) => inTurn({ table, game, betId: null }),
    async ofBet(table, game, betId) {
      const built = await inTurn({ table, game, betId });
      return built && (JSON.parse(new TextDecoder().decode(built.bytes)) as RoundRecord);
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
