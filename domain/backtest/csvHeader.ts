import { fail, ok, type Result } from '../result.ts';
import { type CsvReason, csvFailure } from './csvProblems.ts';
import { PACKED_COLUMNS } from './packedBars.ts';

/** What a CSV's columns are called, in the order in which bars keep them. Capitals don't matter. */
export const CSV_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
/** Exports of market data have `Date` where we say `time`. */
const ALSO: Record<string, (typeof CSV_COLUMNS)[number]> = { date: 'time' };
export const MOST_CSV_COLUMNS = 100;

/** For each column of the file the one of ours that it is; -1: it is none, and left alone. */
export function readHeader(names: readonly string[]): Result<Int8Array> {
  const refuse = (reason: CsvReason, column: string | null) => {
    const { code, details } = csvFailure(reason, 1, column);
    return fail(code, details);
  };
  if (names.length > MOST_CSV_COLUMNS) return refuse('too_many_columns', null);
  const columns = new Int8Array(names.length).fill(-1);
  for (const [at, name] of names.entries()) {
    const lower = name.toLowerCase();
    columns[at] = CSV_COLUMNS.indexOf((Object.hasOwn(ALSO, lower) ? ALSO[lower] : lower) as 'time');
    const column = columns[at];
    if (column >= 0 && columns.indexOf(column) < at) return refuse('duplicate_column', CSV_COLUMNS[column]!);
  }
  const missing = PACKED_COLUMNS.findIndex((_, column) => !columns.includes(column));
  return missing < 0 ? ok(columns) : refuse('missing_column', CSV_COLUMNS[missing]!);
}
