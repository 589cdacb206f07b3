import { assert } from '../assert.ts';
import type { Bars } from './bars.ts';

/**
 * The form in which bars are hashed and stored: the columns time, open, high, low, close and volume one after
 * the other, little-endian float64, -0 as 0. It is made and read in parts, so that 2,000,000 bars (96 MB)
 * need not be in memory twice.
 */
export const PACKED_COLUMNS = ['timeMs', 'open', 'high', 'low', 'close', 'volume'] as const;
/** A whole number of values. */
export const PART_BYTES = 1_048_576;

const VALUE_BYTES = 8;
const BAR_BYTES = PACKED_COLUMNS.length * VALUE_BYTES;
const PART_VALUES = PART_BYTES / VALUE_BYTES;

/** The packed form in parts of 1 MiB, the last one shorter. Each part is valid until the next one is taken. */
export function* packedParts(bars: Bars): Generator<Uint8Array<ArrayBuffer>> {
  const part = new DataView(new ArrayBuffer(PART_BYTES));
  let filled = 0;
  for (const name of PACKED_COLUMNS) {
    const column = bars[name];
    for (let from = 0; from < column.length; ) {
      const to = Math.min(column.length, from + PART_VALUES - filled / VALUE_BYTES);
      for (let at = from; at < to; at++, filled += VALUE_BYTES) {
        part.setFloat64(filled, column[at]! + 0, true);
      }
      from = to;
      if (filled < PART_BYTES) continue;
      yield new Uint8Array(part.buffer);
      filled = 0;
    }
  }
  if (filled > 0) yield new Uint8Array(part.buffer, 0, filled);
}

/** Puts bars together from their parts, given in order. */
export interface Unpacker {
  add(part: Uint8Array): void;
  /** After the last part. */
  bars(): Bars;
}

/** `shared`: in memory that threads share. */
export function unpacker(totalBytes: number, shared = false): Unpacker {
  assert(totalBytes % BAR_BYTES === 0, `${totalBytes} bytes are no whole bars`);
  const count = totalBytes / BAR_BYTES;
  const bytes = count * VALUE_BYTES;
  const columns = PACKED_COLUMNS.map(
    () => new Float64Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)),
  );
  let values = 0;
  return {
    add(part) {
      const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
      const end = values + part.byteLength / VALUE_BYTES;
      assert(part.byteLength % VALUE_BYTES === 0 && end <= count * columns.length, 'a part too much');
      for (let offset = 0; values < end; ) {
        const column = columns[Math.floor(values / count)]!;
        const from = values % count;
        const to = Math.min(count, from + end - values);
        for (let at = from; at < to; at++, offset += VALUE_BYTES) column[at] = view.getFloat64(offset, true);
        values += to - from;
      }
    },
    bars() {
      assert(values === count * columns.length, 'parts are missing');
      const [timeMs, open, high, low, close, volume] = columns as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      return { timeMs, open, high, low, close, volume };
    },
  };
}
