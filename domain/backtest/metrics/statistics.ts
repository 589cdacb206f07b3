export function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** NaN of none. */
export function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

/** With n - 1; NaN of fewer than two. */
export function sampleVariance(values: Float64Array): number {
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) * (value - centre))) / (values.length - 1);
}

/** `sqrt(mean(min(value - least, 0)^2))`. */
export function downsideDeviation(values: Float64Array, least: number): number {
  return Math.sqrt(mean(values.map((value) => Math.min(value - least, 0) ** 2)));
}

/** Of growth: `exp(mean(log(1 + value))) - 1`; NaN below -1. */
export function geometricMean(values: Float64Array): number {
  return Math.exp(mean(values.map(Math.log1p))) - 1;
}

export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
