import { type Failure, failure } from '../protocol/errors.ts';

/** Why a CSV is refused. Nothing is ever repaired, and nothing left out. */
export const CSV_PROBLEMS = {
  empty: 'there is no row below the header',
  missing_column: 'the header lacks this column',
  duplicate_column: 'the header has this column twice',
  too_many_columns: 'the header has over 100 columns',
  wrong_field_count: 'the row has another number of fields than the header',
  empty_row: 'an empty row stands above others',
  bad_quote: 'a quote stands inside a field, or is never closed',
  bad_line_ending: 'a carriage return is not followed by a line feed',
  bad_time: 'this is no instant in the declared format',
  not_a_number: 'this is no number',
  not_finite: 'this is no finite number',
  not_positive: 'a price has to be over 0',
  high_below: 'the high is below open or close',
  low_above: 'the low is above open or close',
  duplicate_time: 'the row before has the same time',
  unsorted_time: 'the row before is later: rows have to be in ascending order',
  negative_volume: 'a volume can not be negative',
  too_many_rows: 'there are over 2,000,000 rows',
} as const;

export type CsvReason = keyof typeof CSV_PROBLEMS;

/** The refusal of a body, by the row (the header is row 1) and the column at which it was found. */
export function csvFailure(reason: CsvReason, row: number, column: string | null): Failure {
  const code = reason === 'too_many_rows' ? 'payload_too_large' : 'invalid_request';
  return failure(code, {
    field: 'body',
    problem: CSV_PROBLEMS[reason],
    reason,
    row,
    ...(column === null ? {} : { column }),
  });
}
