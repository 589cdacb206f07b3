import type pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { PART_BYTES } from '../../domain/backtest/packedBars.ts';
import { orThrow } from '../transact.ts';

const VALUE_BYTES = 8;

export interface PackedStream {
  bytes: number;
  parts: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** A data set's packed form as it is stored, and questions about its times that need little of it. */
export interface DatasetBytes {
  /**
   * The packed form (`packedBars.ts`), read part by part as it is taken; null when it is not stored (any more).
   * @throws StoreUnavailableError, and so does the stream
   */
  packed(sha256: string): Promise<PackedStream | null>;
  /** How many of so many bars lie within these instants, both included. @throws StoreUnavailableError */
  barsBetween(sha256: string, bars: number, fromMs: number, toMs: number): Promise<number>;
}

export function datasetBytes(pool: pg.Pool): DatasetBytes {
  async function partOf(sha256: string, part: number): Promise<Buffer | null> {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'select bytes from dataset_chunk where sha256 = $1 and part = $2',
      [sha256, part],
    );
    return rows[0]?.bytes ?? null;
  }

  async function packed(sha256: string): Promise<PackedStream | null> {
    const { rows } = await pool.query<{ part: number; bytes: number }>(
      'select part, length(bytes) as bytes from dataset_chunk where sha256 = $1 order by part desc limit 1',
      [sha256],
    );
    const [last] = rows;
    if (last === undefined) return null;
    let next = 0;
    const parts = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        async pull(controller) {
          const part = await orThrow(() => partOf(sha256, next));
          assert(part !== null, `part ${next} of ${sha256} was removed while it was read`);
          controller.enqueue(new Uint8Array(part));
          if (next++ === last.part) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return { bytes: last.part * PART_BYTES + last.bytes, parts };
  }

  /** How many bars lie before this instant: by halving, eight bytes at a time. */
  async function barsBefore(sha256: string, bars: number, ms: number): Promise<number> {
    let [from, to] = [0, bars];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((await timeAt(sha256, middle)) < ms) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Parts are stored outside of their rows and uncompressed: a piece is read without the rest. */
  async function timeAt(sha256: string, bar: number): Promise<number> {
    const at = bar * VALUE_BYTES;
    const { rows } = await pool.query<{ time: Buffer }>(
      'select substring(bytes from $3 for 8) as time from dataset_chunk where sha256 = $1 and part = $2',
      [sha256, Math.floor(at / PART_BYTES), (at % PART_BYTES) + 1],
    );
    // Removed meanwhile: whoever asked finds no data set any more.
    return rows[0]?.time.readDoubleLE() ?? Number.POSITIVE_INFINITY;
  }

  return {
    packed: (sha256) => orThrow(() => packed(sha256)),
    barsBetween: (sha256, bars, fromMs, toMs) =>
      orThrow(async () => {
        const before = await barsBefore(sha256, bars, fromMs);
        // Times are whole milliseconds or not: the least instant after `toMs` is what counts.
        const upTo = await barsBefore(sha256, bars, toMs + 0.5);
        return upTo - before;
      }),
  };
}
