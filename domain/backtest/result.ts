import type { Result } from '../result.ts';
import type { Bars } from './bars.ts';
import type { BacktestConfig } from './config.ts';
import type { Metrics } from './metrics.ts';
import type { Strategy } from './strategy.ts';
import type { Trade } from './trade.ts';

export interface EquityPoint {
  atMs: number;
  value: number;
}

/** The equity curve as far as it is simulated, thinned to at most 400 points; the last is the latest bar. */
export type EquitySoFar = readonly EquityPoint[];

/** How a caller watches a run and stops it. */
export interface BacktestWatch {
  /** 30 once the strategy is compiled, up to 80 while simulating, 80 before the metrics. */
  stage(percent: number, equity: EquitySoFar | null): void;
  /** Asked after each report, and every few milliseconds of what follows the last; true ends the run. */
  cancelled(): boolean;
  /** Bars between two reports, rounded up to whole blocks of 4,096. */
  chunkBars: number;
  /** Any SHA-256: a native one is several times faster. */
  newSha256?(): Sha256;
}

/** Takes bytes piece by piece, each of which may change afterwards. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

export interface BacktestResult {
  metrics: Metrics;
  trades: Trade[];
  /** At the close of each bar. */
  equity: Float64Array;
  resultHash: string;
  /** Orders that were too small to be filled. */
  rejectedInsufficient: number;
  ruined: boolean;
}

export type BacktestOutcome = ({ cancelled: false } & BacktestResult) | { cancelled: true };

export interface BacktestInput {
  strategy: Strategy;
  config: BacktestConfig;
  bars: Bars;
  /** Of the whole data set, also where `bars` are a part of it. */
  datasetSha256: string;
}

/** `runBacktest`. Refuses with `invalid_request` and `field: 'dataset'` when there are too few bars. */
export type RunBacktest = (input: BacktestInput, watch?: BacktestWatch) => Result<BacktestOutcome>;
