import { Worker } from 'node:worker_threads';
import type { DatasetStore, NewDataset } from '../../domain/backtest/datasets.ts';
import type { Log } from '../../rooms/ports.ts';
import { READY_MADE } from './readyMade.ts';

const AGAIN_AFTER_MS = 10_000;

export interface ReadyMadeOptions {
  url: string;
  datasets: Pick<DatasetStore, 'readyMade' | 'sweep'>;
  newUuid(): string;
  nowMs(): number;
  log: Log;
}

/**
 * Sees to it that the ready-made data sets are there, and columns that nobody needs any more are not: once after
 * each start, while the server is serving already. They are made in a thread. With the database away it tries again.
 */
export function keepReadyMade({ url, datasets, newUuid, nowMs, log }: ReadyMadeOptions) {
  let thread: Worker | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function make(): Promise<void> {
    const there = new Set(await datasets.readyMade());
    const wanted = READY_MADE.filter(({ name }) => !there.has(name)).map(
      ({ name }): NewDataset => ({ id: newUuid(), playerId: null, name, createdAtMs: nowMs() }),
    );
    if (wanted.length > 0 && !stopped) await store(wanted);
  }

  async function store(wanted: NewDataset[]): Promise<void> {
    thread = new Worker(new URL('./readyMadeWorker.ts', import.meta.url), { workerData: { url, wanted } });
    await new Promise<void>((resolve, reject) => {
      thread!.once('error', reject).once('exit', () => resolve());
    });
    if (!stopped) log.info({ datasets: wanted.length }, 'ready-made data sets stored');
  }

  async function attempt(): Promise<void> {
    try {
      await make();
      const swept = await datasets.sweep();
      if (swept.ok && swept.value > 0)
        log.info({ datasets: swept.value }, 'columns that nobody names removed');
    } catch (error) {
      if (stopped) return;
      log.warn({ err: error, code: 'store_unavailable' }, 'ready-made data sets are still to be stored');
      timer = setTimeout(() => void attempt(), AGAIN_AFTER_MS);
    }
  }

  const first = attempt();
  return {
    /** When the first attempt is over. */
    first,
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await thread?.terminate();
      await first;
    },
  };
}
