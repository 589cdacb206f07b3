import { parentPort, workerData } from 'node:worker_threads';
import { openPool } from '../../db/pool.ts';
import { datasetStore } from '../../db/stores/datasets.ts';
import { isUnavailable } from '../../db/storeUnavailable.ts';
import { csvReader } from '../../domain/backtest/csv.ts';
import { giveWay } from './giveWay.ts';
import type { ImportAnswer, ImportOrder, ImportPart } from './imports.ts';

// Runs in a thread of its own: see `createImports`.
giveWay();
const { url, dataset, dateFormat } = workerData as ImportOrder;
const csv = csvReader(dateFormat);
const tell = (answer: ImportAnswer) => parentPort!.postMessage(answer);
let isRefused = false;

parentPort!.on('message', async (part: ImportPart) => {
  if (isRefused) return;
  if (part === 'end') return tell(await store());
  const failed = csv.write(part);
  isRefused = failed !== null;
  tell(failed === null ? { readBytes: part.length } : { result: { ok: false, error: failed } });
});

async function store(): Promise<ImportAnswer> {
  const bars = csv.end();
  if (!bars.ok) return { result: bars };
  const pool = openPool(url, 'fairground datasets');
  try {
    return { result: await datasetStore(pool).put(dataset, bars.value) };
  } catch (error) {
    const failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failed, away: isUnavailable(error) };
  } finally {
    await pool.end();
  }
}
