import { Worker } from 'node:worker_threads';

const BEAT_EVERY_MS = 1_000;

/**
 * Vitest's own timeouts need the event loop of the test's process: a loop that awaits nothing but settled
 * promises stops them with everything else, for ever and without a word. A thread beside it ends such a
 * process, and says where it was.
 */
function watch(): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_EVERY_MS).unref();
  new Worker(new URL('./standstillWatch.ts', import.meta.url), { workerData: beats }).unref();
}

// Once a process, which several files of tests may share.
const here = globalThis as { standstillWatched?: true };
if (!here.standstillWatched) watch();
here.standstillWatched = true;
