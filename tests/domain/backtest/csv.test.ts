import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bars } from '../../../domain/backtest/bars.ts';
import { csvReader } from '../../../domain/backtest/csv.ts';
import { CSV_COLUMNS } from '../../../domain/backtest/csvHeader.ts';
import { CSV_PROBLEMS } from '../../../domain/backtest/csvProblems.ts';
import type { DateFormat } from '../../../domain/backtest/csvTime.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Rows as arrays of numbers, or the refusal as `row column reason`. */
function read(bytes: Uint8Array, cuts: readonly number[] = [], format: DateFormat = 'iso') {
  const reader = csvReader(format);
  const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
  for (let i = 1; i < at.length; i++) {
    const failed = reader.write(bytes.slice(at[i - 1], at[i]));
    if (failed) return shown(failed);
  }
  const ended = reader.end();
  return ended.ok ? rowsOf(ended.value) : shown(ended.error);
}

function shown({ code, details }: { code: string; details: Record<string, unknown> }): string {
  expect(code).toBe(details.reason === 'too_many_rows' ? 'payload_too_large' : 'invalid_request');
  expect(details.field).toBe('body');
  expect(details.problem).toBe(CSV_PROBLEMS[details.reason as keyof typeof CSV_PROBLEMS]);
  return [details.row, details.column, details.reason].filter((part) => part !== undefined).join(' ');
}

function rowsOf({ timeMs, open, high, low, close, volume }: Bars): number[][] {
  return Array.from(timeMs, (time, i) => [time, open[i]!, high[i]!, low[i]!, close[i]!, volume[i]!]);
}

const HEADER = 'time,open,high,low,close,volume\n';
const DAY_MS = 86_400_000;
const TWO = [
  [0, 10, 12, 9, 11, 100],
  [DAY_MS, 11, 11, 8.5, 8.5, 0],
];
const ROWS = '1970-01-01,10,12,9,11,100\n1970-01-02,11,11,8.5,8.5,0\n';

describe('[BT60] what is taken', () => {
  test.each([
    ['plain', HEADER + ROWS],
    ['without a last line end', HEADER + ROWS.trimEnd()],
    ['CRLF', (HEADER + ROWS).replaceAll('\n', '\r\n')],
    ['CRLF, cut off after the carriage return', `${(HEADER + ROWS).replaceAll('\n', '\r\n').slice(0, -1)}`],
    ['a byte order mark', `\ufeff${HEADER}${ROWS}`],
    ['a byte order mark before a quote', `\ufeff"time"${HEADER.slice(4)}${ROWS}`],
    ['quotes', HEADER + ROWS.replaceAll(/[^,\n]+/g, '"$&"')],
    ['empty lines at the end', `${HEADER}${ROWS}\n\r\n\n`],
    ['capitals, and Date for time', `Date,Open,HIGH,Low,Close,Volume\n${ROWS}`],
    ['signs and exponents', `${HEADER}1970-01-01,+10,1.2e1,90e-1,11.,1E2\n1970-01-02,11,11,8.5,8.5,-0\n`],
  ])('%s', (_, text) => {
    expect(read(encode(text))).toEqual(TWO);
  });

  test('columns in any order, others between them, whatever is in those', () => {
    const text = 'note,volume,close,low,high,open,time\n"a ""b"",\nc",100,11,9,12,10,1970-01-01\n';
    const long = `${'é'.repeat(5_000)},0,8.5,8.5,11,11,1970-01-02\n`;
    expect(read(encode(text + long))).toEqual(TWO);
  });

  test('a -0 is stored as 0', () => {
    const rows = read(encode(`${HEADER}1970-01-01,1,1,1,1,-0\n`)) as number[][];
    expect(Object.is(rows[0]![5], 0)).toBe(true);
  });
});

describe('[BT61] what is refused, by row and column', () => {
  const below = (rows: string) => HEADER + ROWS + rows;
  test.each([
    ['nothing', '', '1 empty'],
    ['a byte order mark alone', '\ufeff', '1 empty'],
    ['line ends alone', '\n\n', '1 empty'],
    ['a header alone', HEADER, '2 empty'],
    ['a header without its line end', HEADER.trimEnd(), '2 empty'],
    ['one line of data', '1970-01-01,10,12,9,11,100', '1 time missing_column'],
    ['no volume', 'time,open,high,low,close\n1970-01-01,1,1,1,1\n', '1 volume missing_column'],
    ['semicolons', HEADER.replaceAll(',', ';'), '1 time missing_column'],
    ['UTF-16', HEADER.replaceAll(/./g, '$&\0'), '1 time missing_column'],
    ['a column twice', `high,${HEADER}`, '1 high duplicate_column'],
    ['time under two names', `date,${HEADER}`, '1 time duplicate_column'],
    ['101 columns', `${'x,'.repeat(101)}${HEADER}`, '1 too_many_columns'],
    ['too few fields', below('1970-01-03,1,1,1,1\n'), '4 wrong_field_count'],
    ['too many fields', below('1970-01-03,1,1,1,1,0,\n'), '4 wrong_field_count'],
    ['a lone field', below('x'), '4 time bad_time'],
    ['an empty row', below('\n1970-01-03,1,1,1,1,0\n'), '4 empty_row'],
    ['an empty row, CRLF', below('\r\n\r\n1970-01-03,1,1,1,1,0\n'), '4 empty_row'],
    ['an empty first row', `\n${HEADER}${ROWS}`, '1 empty_row'],
    ['a quote within a field', below('1970-01-03,1"0",1,1,1,0\n'), '4 open bad_quote'],
    ['text after a quote', below('1970-01-03,"1"0,1,1,1,0\n'), '4 open bad_quote'],
    ['a quote that is never closed', below('1970-01-03,"1,1,1,1,0\n'), '4 open bad_quote'],
    ['a lone carriage return', below('1970-01-03,1,1,1,1,0\r1970-01-04'), '4 bad_line_ending'],
    ['another format', below('03/01/1970,1,1,1,1,0\n'), '4 time bad_time'],
    ['no such day', below('1970-02-29,1,1,1,1,0\n'), '4 time bad_time'],
    ['an empty time', below(',1,1,1,1,0\n'), '4 time bad_time'],
    ['an empty price', below('1970-01-03,1,,1,1,0\n'), '4 high not_a_number'],
    ['an empty quoted price', below('1970-01-03,1,"",1,1,0\n'), '4 high not_a_number'],
    ['a space', below('1970-01-03, 1,1,1,1,0\n'), '4 open not_a_number'],
    ['a decimal comma', below('1970-01-03,"1,5",1,1,1,0\n'), '4 open not_a_number'],
    ['hexadecimal', below('1970-01-03,0x10,1,1,1,0\n'), '4 open not_a_number'],
    ['a sign alone', below('1970-01-03,-,1,1,1,0\n'), '4 open not_a_number'],
    ['digits without end', below(`1970-01-03,${'1'.repeat(1e6)},1,1,1,0\n`), '4 open not_a_number'],
    ['NaN', below('1970-01-03,1,1,1,NaN,0\n'), '4 close not_finite'],
    ['infinity', below('1970-01-03,1,1,1,-Infinity,0\n'), '4 close not_finite'],
    ['beyond float64', below('1970-01-03,1,1e400,1,1,0\n'), '4 high not_finite'],
    ['a price of 0', below('1970-01-03,0,1,1,1,0\n'), '4 open not_positive'],
    ['a price that rounds to 0', below('1970-01-03,1,1,1e-400,1,0\n'), '4 low not_positive'],
    ['a negative price', below('1970-01-03,1,1,1,-1,0\n'), '4 close not_positive'],
    ['high below open', below('1970-01-03,2,1.5,1,1,0\n'), '4 high high_below'],
    ['high below close', below('1970-01-03,1,1.5,1,2,0\n'), '4 high high_below'],
    ['low above open', below('1970-01-03,1,3,1.5,2,0\n'), '4 low low_above'],
    ['low above close', below('1970-01-03,2,3,1.5,1,0\n'), '4 low low_above'],
    ['the same time twice', below('1970-01-02,1,1,1,1,0\n'), '4 time duplicate_time'],
    ['time backwards', below('1970-01-01,1,1,1,1,0\n'), '4 time unsorted_time'],
    ['a negative volume', below('1970-01-03,1,1,1,1,-1\n'), '4 volume negative_volume'],
  ])('%s', (_, text, refusal) => {
    expect(read(encode(text))).toBe(refusal);
  });

  test('2,000,001 rows', () => {
    const reader = csvReader('epochMs');
    expect(reader.write(encode(HEADER))).toBeNull();
    const thousand = (from: number) =>
      encode(Array.from({ length: 1_000 }, (_, i) => `${from + i},1,1,1,1,0\n`).join(''));
    for (let row = 0; row < 2_000_000; row += 1_000) expect(reader.write(thousand(row))).toBeNull();
    const failed = reader.write(encode('2000000,1,1,1,1,0\n'));
    expect(failed && shown(failed)).toBe('2000002 too_many_rows');
  });
});

describe('[BT62] cut anywhere, the text reads the same', () => {
  const part = fc.constantFrom(
    '\ufeff',
    '"',
    ',',
    '\r',
    '\n',
    '\r\n',
    '1',
    '.',
    '-',
    '1970-01-03',
    HEADER,
    ROWS,
  );
  const cuts = fc.array(fc.nat(400), { maxLength: 20 });

  test('whatever it says', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), cuts, (parts, at) => {
        const bytes = encode(parts.join(''));
        expect(read(bytes, at)).toEqual(read(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test('byte by byte', () => {
    const text = encode(`\ufeff${HEADER}"1970-01-01",10,12,"9",11,100\r\n1970-01-02,11,11,8.5,8.5,0`);
    const every = Array.from({ length: text.length }, (_, at) => at);
    expect(read(text, every)).toEqual(TWO);
  });

  test('what is written out is read back, to the last bit', () => {
    const price = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
    const bar = fc.tuple(price, price, price, price, fc.double({ min: 0, max: 1e300, noNaN: true }));
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 20 }), cuts, fc.boolean(), (bars, at, quoted) => {
        const rows = bars.map(([a, b, c, d, volume], i) => {
          const [low, open, close, high] = [a, b, c, d].toSorted((x, y) => x - y);
          return [i * DAY_MS, open!, high!, low!, close!, volume + 0];
        });
        const mark = quoted ? '"' : '';
        const lines = rows.map((row) => row.map((value) => `${mark}${value}${mark}`).join(','));
        const bytes = encode([CSV_COLUMNS.join(','), ...lines].join('\n'));
        expect(read(bytes, at, 'epochMs')).toEqual(rows);
      }),
    );
  });
});
