import { type Bars, MOST_BARS } from './bars.ts';
import type { CsvReason } from './csvProblems.ts';

/** One row's values in the order of `CSV_COLUMNS`. */
export type RowValues = Float64Array;

export interface RowFault {
  reason: CsvReason;
  /** Index into `CSV_COLUMNS`; -1: the whole row. */
  column: number;
}

const FIRST_CAPACITY = 4_096;
const [TIME, OPEN, HIGH, LOW, CLOSE, VOLUME] = [0, 1, 2, 3, 4, 5] as const;

/** Takes rows one by one into columns that grow, and says what is wrong with a row. */
export interface RowColumns {
  /** Null when the row was taken. */
  add(values: RowValues): RowFault | null;
  readonly count: number;
  bars(): Bars;
}

export function rowColumns(): RowColumns {
  let capacity = FIRST_CAPACITY;
  let columns = Array.from({ length: 6 }, () => new Float64Array(capacity));
  let count = 0;

  function grow(): void {
    capacity = Math.min(capacity * 2, MOST_BARS);
    // One column at a time: never two copies of all of them.
    for (const [at, column] of columns.entries()) {
      const larger = new Float64Array(capacity);
      larger.set(column);
      columns[at] = larger;
    }
  }

  return {
    add(values) {
      if (count === MOST_BARS) return { reason: 'too_many_rows', column: -1 };
      const fault =
        faultOf(values) ?? (count === 0 ? null : disorder(values[TIME]!, columns[TIME]![count - 1]!));
      if (fault !== null) return fault;
      if (count === capacity) grow();
      // A -0 becomes 0: it is the same value, and the hash is of the value.
      for (let at = 0; at < 6; at++) columns[at]![count] = values[at]! + 0;
      count++;
      return null;
    },
    get count() {
      return count;
    },
    bars() {
      const [timeMs, open, high, low, close, volume] = columns.map((column) => column.subarray(0, count));
      columns = [];
      return { timeMs, open, high, low, close, volume } as Bars;
    },
  };
}

function faultOf(values: RowValues): RowFault | null {
  for (let column = OPEN; column <= CLOSE; column++) {
    if (!(values[column]! > 0)) return { reason: 'not_positive', column };
  }
  const high = values[HIGH]!;
  const low = values[LOW]!;
  const open = values[OPEN]!;
  const close = values[CLOSE]!;
  if (high < open || high < close) return { reason: 'high_below', column: HIGH };
  if (low > open || low > close) return { reason: 'low_above', column: LOW };
  return values[VOLUME]! < 0 ? { reason: 'negative_volume', column: VOLUME } : null;
}

function disorder(timeMs: number, beforeMs: number): RowFault | null {
  if (timeMs > beforeMs) return null;
  return { reason: timeMs === beforeMs ? 'duplicate_time' : 'unsorted_time', column: TIME };
}
