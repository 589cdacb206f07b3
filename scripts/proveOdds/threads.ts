import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Batches, STREAMS } from './simulate.ts';

/** What a thread is asked for, and answers with the stream's `Batches`. */
export interface StreamOrder {
  name: string;
  seed: string;
  stream: number;
  games: number;
}

/** Plays streams in one thread per processor. */
export class Threads {
  readonly #workers: Worker[];

  constructor(count = Math.min(STREAMS, availableParallelism())) {
    this.#workers = Array.from(
      { length: count },
      () => new Worker(new URL('./streamWorker.ts', import.meta.url)),
    );
  }

  /** All streams of a subject, in their order. */
  async play(name: string, seed: string, games: number): Promise<Batches> {
    const played: Batches[] = [];
    let next = 0;
    const playOn = async (worker: Worker) => {
      while (next < STREAMS) {
        const stream = next++;
        played[stream] = await ask(worker, { name, seed, stream, games });
      }
    };
    await Promise.all(this.#workers.map(playOn));
    return played.flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, order: StreamOrder): Promise<Batches> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (batches: Batches) => {
      worker.off('error', reject);
      resolve(batches);
    });
    worker.postMessage(order);
  });
}
