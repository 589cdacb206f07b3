import type { Measure, WatchPlan } from './plan.ts';

/** A test stands where this evidence is reached: under honest odds it ever is with a chance below 1e-6 (RW4). */
export const ALARM_AT = 1e6;

/** The two-sided 99.9 % quantile of the normal distribution. */
const BAND_DEVIATIONS = 3.290527;

/** A test as it is stored: sums over all members since it was started. */
export interface WatchStanding {
  plan: WatchPlan;
  games: number;
  betCoins: number;
  paidCoins: number;
  ratioSum: number;
  ratioSquares: number;
  expectedSum: number;
  logs: readonly number[];
  sinceMs: number;
  alarmedAtMs: number | null;
}

/** A test as it is shown. Ratios are per unit, not weighted by stakes. */
export interface ReturnWatch {
  game: WatchPlan['game'];
  variant: string;
  measure: Measure;
  games: number;
  betCoins: number;
  paidCoins: number;
  /** Mean ratio of all units, 0 without any. */
  observed: number;
  /** Mean of what was to be expected of them. */
  expected: number;
  /** 99.9 % band of the mean ratio, by its own spread. */
  lowBand: number;
  highBand: number;
  eValue: number;
  /** `1 / eValue`, at most 1. */
  pValue: number;
  alarmedAtMs: number | null;
  sinceMs: number;
}

/** ln E: the logarithm of the mean of the wagers' wealths. */
export function logEvidence(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - largest);
  return largest + Math.log(sum / logs.length);
}

export function isAlarm(logs: readonly number[], at = ALARM_AT): boolean {
  return logEvidence(logs) >= Math.log(at);
}

export function verdictOf(standing: WatchStanding): ReturnWatch {
  const { plan, games, ratioSum, ratioSquares, expectedSum } = standing;
  const { game, variant, measure, largestRatio, largestExpected } = plan;
  const observed = games === 0 ? 0 : ratioSum / games;
  const log = logEvidence(standing.logs);
  const [lowBand, highBand] = band(games, observed, ratioSquares, largestRatio);
  return {
    ...{ game, variant, measure, games, betCoins: standing.betCoins, paidCoins: standing.paidCoins },
    observed,
    expected: games === 0 ? largestExpected : expectedSum / games,
    lowBand,
    highBand,
    // JSON knows no infinity.
    eValue: Math.min(Number.MAX_VALUE, Math.exp(log)),
    pValue: Math.min(1, Math.exp(-log)),
    alarmedAtMs: standing.alarmedAtMs,
    sinceMs: standing.sinceMs,
  };
}

/** The whole range while there are too few units to have a spread. */
function band(games: number, mean: number, squares: number, largest: number): [number, number] {
  if (games < 2) return [0, largest];
  const variance = Math.max(0, squares / games - mean * mean) * (games / (games - 1));
  const half = BAND_DEVIATIONS * Math.sqrt(variance / games);
  return [Math.max(0, mean - half), Math.min(largest, mean + half)];
}
