import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalOf } from '../../../domain/backtest/interval.ts';
import { PART_BYTES, packedParts, unpacker } from '../../../domain/backtest/packedBars.ts';
import { preview } from '../../../domain/backtest/preview.ts';
import { someBars } from '../../support/bars.ts';

const DAY_MS = 86_400_000;

describe('[BT64] the packed form', () => {
  test.each([0, 1, 2, 21_845, 21_846, 50_000, 131_072])('of %d bars is put together again', (count) => {
    const bars = someBars(count);
    let bytes = 0;
    const parts = Array.from(packedParts(bars), (part) => {
      bytes += part.length;
      return part.slice();
    });
    expect(bytes).toBe(count * 48);
    for (const part of parts.slice(0, -1)) expect(part.length).toBe(PART_BYTES);
    const columns = unpacker(bytes);
    for (const part of parts) columns.add(part);
    expect(columns.bars()).toEqual(bars);
  });

  test('is not put together of too few or too many bytes', () => {
    const [part] = packedParts(someBars(2));
    expect(() => unpacker(95)).toThrow('no whole bars');
    const columns = unpacker(96);
    expect(() => columns.bars()).toThrow('missing');
    columns.add(part!);
    expect(() => columns.add(part!)).toThrow('too much');
  });
});

describe('[BT69] the usual step', () => {
  const every = (...stepsMs: number[]) => {
    let atMs = 0;
    return Float64Array.from([0, ...stepsMs], (stepMs) => (atMs += stepMs));
  };
  const weekdays = Array.from({ length: 50 }, (_, day) => (day % 5 === 4 ? 3 * DAY_MS : DAY_MS));

  test.each([
    ['none', every()],
    ['1d', every(DAY_MS)],
    ['1d', every(...weekdays)],
    ['1w', every(7 * DAY_MS, 7 * DAY_MS)],
    ['1mo', every(31 * DAY_MS, 29 * DAY_MS, 31 * DAY_MS)],
    ['3mo', every(91 * DAY_MS)],
    ['1y', every(365 * DAY_MS, 366 * DAY_MS)],
    ['4h', every(4 * 3_600_000)],
    ['15m', every(15 * 60_000)],
    ['90s', every(90_000)],
    ['250ms', every(250)],
  ])('%s', (text, timeMs) => {
    expect(intervalOf(timeMs)).toBe(text);
  });
});

test('[BT69] a preview has at most 300 points, which hide no extreme', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
      const bars = someBars(count, seed);
      const points = preview(bars);
      expect(points.length).toBe(Math.min(count, 300));
      expect(points[0]!.open).toBe(bars.open[0]);
      expect(points.at(-1)!.close).toBe(bars.close[count - 1]);
      expect(Math.max(...points.map(({ high }) => high))).toBe(Math.max(...bars.high));
      expect(Math.min(...points.map(({ low }) => low))).toBe(Math.min(...bars.low));
      const times = points.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});
