import type { BacktestConfig } from '../../domain/backtest/config.ts';
import type { DateFormat } from '../../domain/backtest/csvTime.ts';
import type { Job, JobResult } from '../../domain/backtest/port.ts';
import type { LeaderboardRow } from '../../domain/backtest/strategies.ts';

/** Requests and answers of the routes of backtests, data sets and strategies. */

/** A backtest; the player's id is told to its owner only. */
export type BacktestJob = Omit<Job, 'playerId'> & { playerId?: string };

/** As lists show it. */
export type BacktestSummary = Omit<BacktestJob, 'strategy' | 'equity'>;

export interface BacktestOrder {
  /** In the strategy language (BT in domain/backtest/SPEC.md). */
  strategy: unknown;
  /** Id of a data set. */
  dataset: string;
  /** Bars from and up to these instants; all when left out. */
  fromMs?: number;
  toMs?: number;
  config?: Partial<BacktestConfig>;
  /** Anyone may watch the run and read its result. */
  public?: boolean;
  /** Made by `crypto.randomUUID()` when left out. The same key is the same backtest, however often it is sent. */
  key?: string;
}

export interface SubmittedBacktest {
  jobId: string;
  chargedCredits: number;
  /** Jobs before it. */
  position: number;
}

export type BacktestResultView = JobResult;

export interface DatasetUpload {
  name: string;
  /** How the file writes its times; `iso` when left out. */
  dateFormat?: DateFormat;
  /** With a header row `time,open,high,low,close,volume`; up to 128 MiB. */
  csv: Blob | string;
}

export type RankedStrategy = LeaderboardRow & { rank: number };
