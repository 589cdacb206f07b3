import { startServer } from '../../tests/support/serverProcess.ts';
import { withStalls } from './longestLag.ts';
import { guestToken } from './players.ts';

const ROWS = 1_000_000;
const MINUTE_MS = 60_000;
const PAGE_ROWS = 10_000;

/**
 * Imports a CSV of 1,000,000 rows by HTTP, from the first byte sent to the answer after the commit. `stallMs` is the
 * longest that the event loop of the rooms' process was late meanwhile; `idle` is the same without an import.
 */
export async function benchDatasets(): Promise<Record<string, Record<string, number>>> {
  const csv = makeCsv();
  const server = await startServer();
  try {
    const token = await guestToken(server.url);
    // The ready-made sets are stored in the first second.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const startedMs = performance.now();
    const { stallMs } = await withStalls(server.url, () => upload(server.url, token, csv));
    const totalMs = performance.now() - startedMs;
    const idle = await withStalls(server.url, () => new Promise((resolve) => setTimeout(resolve, totalMs)));
    return {
      import: {
        rows: ROWS,
        mebibytes: csv.size / 2 ** 20,
        totalMs,
        perSecond: (ROWS / totalMs) * 1_000,
        stallMs,
      },
      idle: { stallMs: idle.stallMs },
    };
  } finally {
    await server.dispose();
  }
}

async function upload(url: string, token: string, csv: Blob): Promise<void> {
  const response = await fetch(`${url}/api/datasets?name=bench`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: csv,
  });
  const body = (await response.json()) as { bars?: number };
  if (body.bars !== ROWS) throw new Error(`not imported: ${JSON.stringify(body)}`);
}

/** A course of waves, written as exports write it: ISO times, four decimals. */
function makeCsv(): Blob {
  const parts = ['time,open,high,low,close,volume\n'];
  for (let from = 0; from < ROWS; from += PAGE_ROWS) {
    const rows = Array.from({ length: PAGE_ROWS }, (_, i) => {
      const at = from + i;
      const price = 100 + 20 * Math.sin(at / 1_000);
      const prices = [price, price + 1, price - 1, price + 0.5].map((value) => value.toFixed(4));
      return `${new Date(1.5e12 + at * MINUTE_MS).toISOString()},${prices.join()},${1_000 + (at % 777)}\n`;
    });
    parts.push(rows.join(''));
  }
  return new Blob(parts);
}
