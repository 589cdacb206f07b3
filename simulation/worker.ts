import { parentPort, workerData } from 'node:worker_threads';
import { hookModules, type Mutation } from './loader.ts';
import { time } from './virtualTime.ts';
import type { RunOptions } from './world.ts';

/** A thread of its own for worlds: first its modules, clocks and timers are replaced, then the code is loaded. */
const port = parentPort!;
const { mutation } = workerData as { mutation: Mutation | null };
const hooked = hookModules(mutation);
time.install();
const { run } = await import('./run.ts');
if (mutation !== null && !hooked.applied())
  throw new Error(`mutation "${mutation.name}": ${mutation.file} is not loaded`);
port.on('message', (options: RunOptions) => port.postMessage(run(options)));
port.postMessage('ready');
