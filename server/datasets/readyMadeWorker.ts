import { parentPort, workerData } from 'node:worker_threads';
import { openPool } from '../../db/pool.ts';
import { datasetStore } from '../../db/stores/datasets.ts';
import type { NewDataset } from '../../domain/backtest/datasets.ts';
import { giveWay } from './giveWay.ts';
import { READY_MADE } from './readyMade.ts';

// Runs in a thread of its own: see `keepReadyMade`.
giveWay();
const { url, wanted } = workerData as { url: string; wanted: NewDataset[] };
const pool = openPool(url, 'fairground datasets');
const store = datasetStore(pool);
try {
  for (const { name, bars } of READY_MADE) {
    const dataset = wanted.find((each) => each.name === name);
    if (dataset === undefined) continue;
    const stored = await store.put(dataset, bars());
    if (!stored.ok) throw new Error(`${name}: ${stored.error.code}`);
  }
  parentPort!.postMessage('stored');
} finally {
  await pool.end();
}
