import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumber } from '../../../domain/backtest/csvNumber.ts';
import { type DateFormat, readTime } from '../../../domain/backtest/csvTime.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const number = (text: string) => readNumber(encode(text), 0, encode(text).length);
const time = (format: DateFormat, text: string) => readTime(format, encode(text), 0, encode(text).length);

describe('[BT60] a number is read as JavaScript reads it', () => {
  test('every double, in every spelling', () => {
    const spelling = fc.constantFrom<(value: number) => string>(
      String,
      (value) => value.toExponential(),
      (value) => value.toFixed(6),
      (value) => value.toPrecision(21),
      (value) => `00${value.toFixed(2)}0`.replace('00-', '-00'),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), spelling, (value, spell) => {
        const text = spell(value);
        expect(number(text)).toBe(Number(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('decimals of prices', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 53), max: 2 ** 53 }), fc.nat(25), (digits, decimals) => {
        const text = `${digits}`.replace(/^(-?)(\d+)$/, (_, sign, all) => {
          const padded = all.padStart(decimals + 1, '0');
          return `${sign}${padded.slice(0, padded.length - decimals)}.${padded.slice(padded.length - decimals)}`;
        });
        expect(number(text)).toBe(Number(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('all else is none', () => {
    for (const text of [
      '',
      '.',
      '+',
      '-',
      'e5',
      '1e',
      '1e+',
      '1.2.3',
      '--1',
      '1_000',
      ' 1',
      '1 ',
      '٣',
      '0b1',
    ]) {
      expect(number(text), text).toBeNaN();
    }
  });
});

describe('[BT63] instants, in the declared format only', () => {
  const instant = fc
    .integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31) })
    .map((timeMs) => new Date(timeMs).toISOString());

  test('ISO is read as JavaScript reads it', () => {
    const zone = fc.constantFrom('Z', '+00:00', '+05:30', '-11:45');
    fc.assert(
      fc.property(instant, zone, (iso, suffix) => {
        expect(time('iso', iso)).toBe(Date.parse(iso));
        expect(time('iso', iso.slice(0, 10))).toBe(Date.parse(iso.slice(0, 10)));
        const zoned = iso.replace('Z', suffix);
        const inYears = Date.parse(zoned) >= Date.UTC(1000, 0) && Date.parse(zoned) < Date.UTC(10_000, 0);
        expect(time('iso', zoned)).toBe(inYears ? Date.parse(zoned) : Number.NaN);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each<[DateFormat, string, string]>([
    ['iso', '2024-02-29 23:59', '2024-02-29T23:59Z'],
    ['iso', '2024-02-29T23:59:58', '2024-02-29T23:59:58Z'],
    ['iso', '2024-02-29T23:59Z', '2024-02-29T23:59Z'],
    ['iso', '2024-02-29T23:59:58.5+0900', '2024-02-29T14:59:58.500Z'],
    ['iso', '2024-02-29T23:59:58.123000-03', '2024-03-01T02:59:58.123Z'],
    ['epochSeconds', '1700000000', '2023-11-14T22:13:20Z'],
    ['epochMs', '-1', '1969-12-31T23:59:59.999Z'],
    ['yyyy-MM-dd', '2024-12-31', '2024-12-31'],
    ['yyyy-MM-dd', '2024-12-31 09:30', '2024-12-31T09:30Z'],
    ['dd/MM/yyyy', '31/12/2024', '2024-12-31'],
    ['dd/MM/yyyy', '31/12/2024 09:30:01', '2024-12-31T09:30:01Z'],
    ['MM/dd/yyyy', '12/31/2024', '2024-12-31'],
  ])('%s: %s', (format, text, iso) => {
    expect(time(format, text)).toBe(Date.parse(iso));
  });

  test.each<[DateFormat, string]>([
    ['iso', '2024-1-1'],
    ['iso', '0999-12-31'],
    ['iso', '2023-02-29'],
    ['iso', '1900-02-29'],
    ['iso', '2024-13-01'],
    ['iso', '2024-00-10'],
    ['iso', '2024-01-00'],
    ['iso', '2024-04-31'],
    ['iso', '2024/01/01'],
    ['iso', '2024-01-01T'],
    ['iso', '2024-01-01T24:00'],
    ['iso', '2024-01-01T10'],
    ['iso', '2024-01-01T10:60'],
    ['iso', '2024-01-01T10:00:60'],
    ['iso', '2024-01-01T10:00.5'],
    ['iso', '2024-01-01T10:00:00.'],
    ['iso', '2024-01-01T10:00:00.0001'],
    ['iso', '2024-01-01T10:00:00+1'],
    ['iso', '2024-01-01T10:00:00+24:00'],
    ['iso', '2024-01-01T10:00:00+01:'],
    ['iso', '2024-01-01T10:00:00ZZ'],
    ['iso', '2024-01-01x10:00'],
    ['iso', '1700000000'],
    ['yyyy-MM-dd', '2024-01-01T10:00'],
    ['yyyy-MM-dd', '2024-01-01 10:00Z'],
    ['dd/MM/yyyy', '12/31/2024'],
    ['dd/MM/yyyy', '1/1/2024'],
    ['MM/dd/yyyy', '31/12/2024'],
    ['epochMs', '1.5'],
    ['epochMs', '9e15'],
    ['epochSeconds', '1700000000000'],
    ['epochSeconds', ''],
    ['epochMs', 'Infinity'],
  ])('%s is not %s', (format, text) => {
    expect(time(format, text)).toBeNaN();
  });
});
