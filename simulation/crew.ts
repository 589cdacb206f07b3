import { Worker } from 'node:worker_threads';
import type { Mutation } from './loader.ts';
import type { RunOptions, RunResult } from './world.ts';

interface Asked {
  options: RunOptions;
  resolve(result: RunResult): void;
  reject(error: Error): void;
}

/**
 * Worker threads that run worlds, one at a time each: what a world replaces (timers, clocks, modules) is its thread's
 * alone.
 */
export class Crew {
  readonly #waiting: Asked[] = [];
  readonly #idle: Worker[] = [];
  readonly #workers: Worker[] = [];
  #failed: Error | null = null;

  constructor(size: number, mutation: Mutation | null = null) {
    for (let count = 0; count < size; count += 1) this.#workers.push(this.#start(mutation));
  }

  run(options: RunOptions): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ options, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(mutation: Mutation | null): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { mutation } });
    worker.once('message', () => this.#isIdle(worker));
    worker.once('error', (error) => {
      this.#failed = error as Error;
      this.#next();
    });
    return worker;
  }

  #isIdle(worker: Worker): void {
    this.#idle.push(worker);
    this.#next();
  }

  #next(): void {
    if (this.#failed !== null) {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#failed);
      return;
    }
    if (this.#idle.length === 0 || this.#waiting.length === 0) return;
    const worker = this.#idle.pop()!;
    const { options, resolve, reject } = this.#waiting.shift()!;
    const failed = (error: unknown) => reject(error as Error);
    worker.once('error', failed);
    worker.once('message', (result: RunResult) => {
      worker.off('error', failed);
      resolve(result);
      this.#isIdle(worker);
    });
    worker.postMessage(options);
  }
}
