import { Worker } from 'node:worker_threads';
import type { Job, JobProgress } from '../../domain/backtest/port.ts';
import type { SharedBars } from './sharedBars.ts';
import type { RunEnd, RunOrder, ThreadData, ThreadMessage } from './threadMessages.ts';

/** A thread that does not look at its flag for so long is ended. */
const STOPS_WITHIN_MS = 2_000;
/** What a run may take of memory before its thread, and nothing else, is ended. Bars and columns lie outside of it. */
const MOST_HEAP_MB = 1_024;

/** How a run came out; `died`: its thread did. */
export type ThreadEnd = RunEnd | { end: 'died'; message: string };

/** A warm worker thread, for one run at a time. One that died starts again with the next run. */
export class JobThread {
  readonly #data: ThreadData;
  readonly #bars: SharedBars;
  #worker: Worker;
  #alive = true;
  #flag: Int32Array | null = null;
  #deadline: NodeJS.Timeout | null = null;

  constructor(data: ThreadData, bars: SharedBars) {
    this.#data = data;
    this.#bars = bars;
    this.#worker = this.#start();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: this.#data,
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
    });
    // It must not keep the process alive, and a bug in it must not end it.
    worker.unref();
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (worker === this.#worker) this.#alive = false;
    });
    this.#alive = true;
    return worker;
  }

  async run(job: Job, clockAheadMs: number, onProgress: (progress: JobProgress) => void): Promise<ThreadEnd> {
    if (!this.#alive) this.#worker = this.#start();
    const worker = this.#worker;
    const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.#flag = new Int32Array(stop);
    const end = await new Promise<ThreadEnd>((resolve) => {
      const settle = (end: ThreadEnd) => {
        worker.off('message', listen).off('error', failed).off('exit', exited);
        resolve(end);
      };
      const listen = (message: ThreadMessage) => {
        if ('progress' in message) onProgress(message.progress);
        else if ('bars' in message) this.#bars.put(job.datasetSha256, message.bars);
        else settle(message);
      };
      const failed = (error: unknown) => {
        this.#alive = false;
        settle({
          end: 'died',
          message: error instanceof Error ? (error.stack ?? error.message) : `${error}`,
        });
      };
      const exited = (code: number) => settle({ end: 'died', message: `the thread exited with ${code}` });
      worker.on('message', listen).on('error', failed).on('exit', exited);
      const bars = this.#bars.get(job.datasetSha256);
      worker.postMessage({ job, bars, stop, clockAheadMs } satisfies RunOrder);
    });
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#deadline = null;
    this.#flag = null;
    return end;
  }

  /** Asks the run to end. It does within milliseconds, or its thread is ended. */
  stopRun(): void {
    if (this.#flag === null || this.#deadline !== null) return;
    Atomics.store(this.#flag, 0, 1);
    this.#deadline = setTimeout(() => void this.#worker.terminate(), STOPS_WITHIN_MS);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
