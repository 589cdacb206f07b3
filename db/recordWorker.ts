import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { openPool } from './pool.ts';
import type { RecordQuestion } from './recordBuilder.ts';
import { readRecord } from './stores/roundRecords.ts';
import { isUnavailable } from './storeUnavailable.ts';

// Runs in a thread of its own: see `openRecordBuilder`.
const pool = openPool((workerData as { url: string }).url, 'fairground records');

parentPort!.on('message', async ({ table, game, betId }: RecordQuestion) => {
  try {
    const record = await readRecord(pool, table, game);
    if (record === null) {
      parentPort!.postMessage({ built: null });
      return;
    }
    if (betId !== null) {
      record.bets = record.bets.filter((bet) => bet.betId === betId);
      record.cancelled = record.cancelled.filter((bet) => bet.betId === betId);
    }
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    parentPort!.postMessage({ built: { bytes, etag } }, [bytes.buffer]);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parentPort!.postMessage({ failed: message, away: isUnavailable(error) });
  }
});
