import { Worker } from 'node:worker_threads';
import type { DateFormat } from '../../domain/backtest/csvTime.ts';
import type { Dataset, NewDataset } from '../../domain/backtest/datasets.ts';
import { fail, type Result } from '../../domain/result.ts';
import { BodyError } from '../transport/streamedBody.ts';

/** Each takes a thread, and up to 100 MB while it is read. */
const MOST_AT_ONCE = 2;
/** So much may be with the thread unread. */
const MOST_WITH_THREAD_BYTES = 1_048_576;

export interface ImportOrder {
  url: string;
  dataset: NewDataset;
  dateFormat: DateFormat;
}

/** What the thread is told: bytes of the CSV, or that there are no more. */
export type ImportPart = Uint8Array<ArrayBuffer> | 'end';
export type ImportAnswer =
  | { readBytes: number }
  | { result: Result<Dataset> }
  | { failed: string; away: boolean };

export interface Imports {
  /**
   * Reads a CSV and stores it, while it arrives. Beside what is wrong with the data: `limit_exceeded` while this
   * player's last upload is still under way, `busy` while two others are, and why a body ended early.
   */
  csv(
    dataset: NewDataset & { playerId: string },
    dateFormat: DateFormat,
    body: ReadableStream<Uint8Array<ArrayBuffer>>,
  ): Promise<Result<Dataset>>;
  /** Uploads that are read or stored now. */
  underWay(): number;
  close(): Promise<void>;
}

/** Uploads are read and stored by threads of their own: a million rows take seconds that rooms can't wait. */
export function createImports(url: string): Imports {
  const underWay = new Map<string, Worker>();
  let closed = false;

  return {
    async csv(dataset, dateFormat, body) {
      const { playerId } = dataset;
      if (closed) return fail('draining');
      if (underWay.has(playerId)) {
        return fail('limit_exceeded', { limit: 1, problem: 'your last upload is still under way' });
      }
      if (underWay.size >= MOST_AT_ONCE) return fail('busy');
      const workerData: ImportOrder = { url, dataset, dateFormat };
      const thread = new Worker(new URL('./importWorker.ts', import.meta.url), { workerData });
      underWay.set(playerId, thread);
      try {
        const answer = await feed(thread, body);
        if ('result' in answer) return answer.result;
        if (closed) return fail('draining');
        if (answer.away) return fail('store_unavailable');
        throw new Error(answer.failed);
      } catch (error) {
        if (!(error instanceof BodyError)) throw error;
        // Who is gone does not read what we say.
        return fail(error.code === 'gone' ? 'request_timeout' : error.code);
      } finally {
        underWay.delete(playerId);
        await thread.terminate();
      }
    },

    underWay: () => underWay.size,

    async close() {
      closed = true;
      await Promise.all([...underWay.values()].map((thread) => thread.terminate()));
    },
  };
}

/** Hands a body to the thread, no faster than it reads. @throws BodyError */
async function feed(
  thread: Worker,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Exclude<ImportAnswer, { readBytes: number }>> {
  const answered = Promise.withResolvers<Exclude<ImportAnswer, { readBytes: number }>>();
  const reader = body.getReader();
  let withThread = 0;
  let isAnswered = false;
  let roomy = () => {};

  function settle(answer: Exclude<ImportAnswer, { readBytes: number }>): void {
    isAnswered = true;
    answered.resolve(answer);
    roomy();
    // The rest is not wanted; it ends a read that waits.
    reader.cancel().catch(() => {});
  }

  thread.on('message', (message: ImportAnswer) => {
    if (!('readBytes' in message)) return settle(message);
    withThread -= message.readBytes;
    roomy();
  });
  thread.on('error', (error) => settle({ failed: `the import thread failed: ${error}`, away: false }));
  thread.on('exit', () => settle({ failed: 'the import thread ended', away: false }));

  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    withThread += value.length;
    thread.postMessage(value satisfies ImportPart, [value.buffer]);
    while (withThread > MOST_WITH_THREAD_BYTES && !isAnswered) {
      await new Promise<void>((resolve) => {
        roomy = resolve;
      });
    }
  }
  if (!isAnswered) thread.postMessage('end' satisfies ImportPart);
  return answered.promise;
}
