import { canonicalJson, type JsonValue } from '../canonicalJson.ts';
import { sha256Hex } from '../fairness/sha256.ts';
import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { BacktestConfig } from './config.ts';
import type { Strategy } from './strategy.ts';

/** How the market went in a run's time, by its buy-and-hold return per year. */
export type MarketCondition = 'bull' | 'bear' | 'sideways';

/** Runs with fewer trades or days are no evidence: they stay out of the leaderboard. */
export const LEADERBOARD_GATE = { trades: 10, days: 14, backtests: 3 } as const;
/** Insights are told from so many runs on. */
export const INSIGHT_RUNS = 5;
/** Strategies that one player may keep. */
export const MOST_STRATEGIES = 100;
export const LONGEST_NAME = 60;

/** A saved strategy as its owner sees it, or anybody once it is published. */
export interface SavedStrategy {
  id: string;
  name: string;
  strategy: Strategy;
  strategyHash: string;
  public: boolean;
  /** Completed backtests of this very strategy by its owner. */
  runs: number;
  createdAtMs: number;
}

export interface NewStrategy {
  id: string;
  playerId: string;
  name: string;
  strategy: Strategy;
  public: boolean;
}

export const SORTS = ['sharpe', 'cagr', 'return', 'backtests'] as const;
export type LeaderboardSort = (typeof SORTS)[number];

/** A published strategy by its best run. Nobody is named; `inputs` are all that is needed to compute it again. */
export interface LeaderboardRow {
  strategyId: string;
  name: string;
  strategyHash: string;
  /** Completed runs of this strategy that pass the gate, on data that everybody can read. */
  backtests: number;
  sharpe: number | null;
  cagr: number | null;
  totalReturn: number | null;
  trades: number;
  condition: MarketCondition;
  resultHash: string;
  inputs: {
    strategy: Strategy;
    config: BacktestConfig;
    datasetId: string;
    datasetSha256: string;
    fromMs: number;
    toMs: number;
  };
  /** The run's job, if it is public. */
  jobId?: string;
}

/** What all runs of one strategy, whoever started them, say together. */
export interface StrategyInsights {
  runs: number;
  byCondition: {
    condition: MarketCondition;
    runs: number;
    medianReturn: number | null;
    medianSharpe: number | null;
  }[];
}

/** Saved strategies, and what their completed runs (written with the job's result) add up to. */
export interface StrategyStore {
  list(playerId: string, limit: number, cursor: string | null): Promise<Page<SavedStrategy>>;
  /** Null when there is none, or it is neither published nor the player's. */
  strategy(id: string, playerId: string | null): Promise<SavedStrategy | null>;
  /** `limit_exceeded` beyond `MOST_STRATEGIES` of a player. */
  save(strategy: NewStrategy): Promise<Result<SavedStrategy>>;
  /** `not_found` unless it is the player's. Runs keep what they ran. */
  update(
    id: string,
    playerId: string,
    change: Partial<Pick<NewStrategy, 'name' | 'strategy' | 'public'>>,
  ): Promise<Result<SavedStrategy>>;
  /** False when there is no such one of the player's. Its runs stay. */
  remove(id: string, playerId: string): Promise<boolean>;
  /** Best first, for each published strategy its best run by `sortBy`; ties by trades, then by hash. */
  leaderboard(sortBy: LeaderboardSort, minBacktests: number): Promise<LeaderboardRow[]>;
  /** Differs whenever the leaderboard may have changed; much cheaper than the leaderboard. */
  leaderboardVersion(): Promise<string>;
  /** Null below `INSIGHT_RUNS`. */
  insights(strategyHash: string): Promise<StrategyInsights | null>;
}

/** SHA-256 of the canonical JSON of a parsed strategy: the same however it was written. */
export function strategyHash(strategy: Strategy): string {
  return sha256Hex(canonicalJson(strategy as unknown as JsonValue));
}
