import type { UTCTimestamp } from 'lightweight-charts';
import type { EquityPoint } from '../../../../../domain/backtest/result.ts';

export interface ChartPoint {
  time: UTCTimestamp;
  value: number;
}

const secondOf = (atMs: number) => Math.floor(atMs / 1_000) as UTCTimestamp;

/** Charts count in seconds, each once: of several points in one second the last one stands. */
export function bySecond<Point extends { atMs: number }>(
  points: readonly Point[],
): (Point & { time: UTCTimestamp })[] {
  const timed = points.map((point) => ({ ...point, time: secondOf(point.atMs) }));
  return timed.filter(({ time }, index) => time !== timed[index + 1]?.time);
}

export function curve(points: readonly EquityPoint[]): ChartPoint[] {
  return bySecond(points).map(({ time, value }) => ({ time, value }));
}

/** How far under its highest so far, in percent: 0 or negative. */
export function drawdown(points: readonly EquityPoint[]): EquityPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return points.map(({ atMs, value }) => {
    peak = Math.max(peak, value);
    return { atMs, value: peak > 0 ? (value / peak - 1) * 100 : 0 };
  });
}

/** Change since the first point, in percent: curves of different capitals side by side. */
export function growth(points: readonly EquityPoint[]): EquityPoint[] {
  const first = points[0]?.value ?? 0;
  return points.map(({ atMs, value }) => ({ atMs, value: first > 0 ? (value / first - 1) * 100 : 0 }));
}
