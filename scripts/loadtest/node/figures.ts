import type { Metric } from '../generator.ts';

/** Of one process, or of all together. */
export interface Measured {
  counted: Record<string, number>;
  timed: Record<string, number[]>;
}

/** What virtual users have measured, in one. */
export function together(all: readonly Measured[]): Measured {
  const sum: Measured = { counted: {}, timed: {} };
  for (const { counted, timed } of all) {
    for (const [name, count] of Object.entries(counted)) sum.counted[name] = (sum.counted[name] ?? 0) + count;
    for (const [name, values] of Object.entries(timed))
      sum.timed[name] = [...(sum.timed[name] ?? []), ...values];
  }
  return sum;
}

/**
 * The figures of k6's `--summary-export`, with each threshold true where it is crossed.
 * @throws Error for a threshold that can't be read, or of what nobody measures
 */
export function figuresOf(
  { counted, timed }: Measured,
  thresholds: Record<string, readonly string[]>,
): Record<string, Metric> {
  const figures: Record<string, Metric> = {};
  for (const [name, count] of Object.entries(counted)) figures[name] = { count };
  for (const [name, values] of Object.entries(timed)) figures[name] = trendOf(values);
  for (const [name, each] of Object.entries(thresholds)) {
    const metric = figures[name];
    if (metric === undefined) throw new Error(`a threshold of ${name}, which nobody measures`);
    metric.thresholds = Object.fromEntries(each.map((threshold) => [threshold, !holds(threshold, metric)]));
  }
  return figures;
}

function trendOf(values: readonly number[]): Metric {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  return {
    count,
    avg: count === 0 ? 0 : sorted.reduce((sum, each) => sum + each, 0) / count,
    ...{ min: percentile(sorted, 0), med: percentile(sorted, 50), max: percentile(sorted, 100) },
    ...Object.fromEntries([90, 95, 99].map((percent) => [`p(${percent})`, percentile(sorted, percent)])),
  };
}

/** As k6 has it: between neighbours by their distance; 0 of nothing. */
function percentile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) return 0;
  const at = (percent / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at % 1);
}

function holds(threshold: string, metric: Metric): boolean {
  const [, figure, sign, limit] = /^(.+?)(==|<=|>=|<|>)(\d+(?:\.\d+)?)$/.exec(threshold) ?? [];
  const value = figure === undefined ? undefined : metric[figure];
  if (typeof value !== 'number') throw new Error(`threshold ${threshold} is of no figure`);
  const most = Number(limit);
  switch (sign) {
    case '==':
      return value === most;
    case '<=':
      return value <= most;
    case '>=':
      return value >= most;
    case '<':
      return value < most;
    default:
      return value > most;
  }
}
