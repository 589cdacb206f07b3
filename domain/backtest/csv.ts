import type { Failure } from '../protocol/errors.ts';
import { ok, type Result } from '../result.ts';
import type { Bars } from './bars.ts';
import { csvFields, MOST_FIELD_BYTES } from './csvFields.ts';
import { CSV_COLUMNS, MOST_CSV_COLUMNS, readHeader } from './csvHeader.ts';
import { readNumber } from './csvNumber.ts';
import { type CsvReason, csvFailure } from './csvProblems.ts';
import { rowColumns } from './csvRows.ts';
import { type DateFormat, readTime } from './csvTime.ts';

export const MOST_CSV_BYTES = 128 * 1024 * 1024;

export interface CsvReader {
  /** Reads on. Null while nothing is wrong; after a failure it must not be called again. */
  write(chunk: Uint8Array): Failure | null;
  /** After the last chunk. */
  end(): Result<Bars>;
}

/**
 * Reads market data from CSV in chunks that may be cut anywhere. What can't be taken as it is refuses the whole:
 * `invalid_request` with `{field: 'body', problem, reason, row, column}`, or `payload_too_large` for too many rows.
 */
export function csvReader(format: DateFormat): CsvReader {
  const rows = rowColumns();
  const values = new Float64Array(CSV_COLUMNS.length);
  const names: string[] = [];
  /** Null while the header is read. */
  let columns: Int8Array | null = null;
  let row = 1;
  let field = 0;
  /** The first of the empty lines that were just read: they may stand at the end only. */
  let emptyRow = 0;

  const fault = (reason: CsvReason, column = -1, at = row): Failure =>
    csvFailure(reason, at, column < 0 ? null : CSV_COLUMNS[column]!);

  function addName(bytes: Uint8Array, from: number, to: number): Failure | null {
    if (names.length === MOST_CSV_COLUMNS) return fault('too_many_columns');
    names.push(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + MOST_FIELD_BYTES))));
    return null;
  }

  function addValue(column: number, bytes: Uint8Array, from: number, to: number): Failure | null {
    const isTooLong = to - from > MOST_FIELD_BYTES;
    if (column === 0) {
      values[0] = isTooLong ? Number.NaN : readTime(format, bytes, from, to);
      return Number.isNaN(values[0]) ? fault('bad_time', column) : null;
    }
    const value = isTooLong ? Number.NaN : readNumber(bytes, from, to);
    values[column] = value;
    if (Number.isFinite(value)) return null;
    return fault(Number.isNaN(value) ? 'not_a_number' : 'not_finite', column);
  }

  const fields = csvFields({
    isWanted: () => columns === null || (columns[field] ?? -1) >= 0,
    fault: (reason) => fault(reason, columns?.[field] ?? -1),

    field(bytes, from, to) {
      if (emptyRow > 0) return fault('empty_row', -1, emptyRow);
      if (columns === null) return addName(bytes, from, to);
      if (field === columns.length) return fault('wrong_field_count');
      const column = columns[field++]!;
      return column < 0 ? null : addValue(column, bytes, from, to);
    },

    endRow() {
      if (columns === null) {
        const header = readHeader(names);
        if (!header.ok) return header.error;
        columns = header.value;
      } else {
        if (field < columns.length) return fault('wrong_field_count');
        const wrong = rows.add(values);
        if (wrong !== null) return fault(wrong.reason, wrong.column);
      }
      row++;
      field = 0;
      return null;
    },

    emptyLine() {
      emptyRow ||= row;
      row++;
    },
  });

  return {
    write: fields.write,
    end() {
      const failed = fields.end() ?? (rows.count === 0 ? fault('empty', -1, columns === null ? 1 : 2) : null);
      return failed === null ? ok(rows.bars()) : { ok: false, error: failed };
    },
  };
}
