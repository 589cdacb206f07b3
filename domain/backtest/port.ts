import type { JsonValue } from '../canonicalJson.ts';
import type { Page } from '../page.ts';
import type { Result } from '../result.ts';
import type { Metrics } from './metrics.ts';
import type { EquityPoint } from './result.ts';
import type { Trade } from './trade.ts';

export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** Where a job stands: `percent` is 10 accepted, 20 data loaded, 30 indicators, 30-80 simulation, 80 metrics, 100 stored. */
export interface JobProgress {
  stage: 'queued' | 'accepted' | 'data' | 'indicators' | 'simulation' | 'metrics' | 'stored';
  percent: number;
  /** So far, at most 400 points. */
  equity: EquityPoint[];
}

/** What is run, and on which bars. */
export interface JobInput {
  strategy: JsonValue;
  config: JsonValue;
  datasetId: string;
  datasetName: string;
  datasetSha256: string;
  fromMs: number;
  toMs: number;
  bars: number;
}

/** A backtest as its owner sees it. */
export interface Job extends JobInput, JobProgress {
  jobId: string;
  playerId: string;
  public: boolean;
  status: JobStatus;
  /** How often it was started. */
  attempt: number;
  chargedCredits: number;
  refunded: boolean;
  metrics: Metrics | null;
  resultHash: string | null;
  /** Why it failed or was cancelled. */
  reason: string | null;
  /** Jobs before it, while queued. */
  position: number;
  createdAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
}

export interface JobOrder extends JobInput {
  jobId: string;
  playerId: string;
  creditsAccountId: number;
  /** `operationKey` and fingerprint of the request: a repeat answers the job it made. */
  key: string;
  fingerprint: bigint;
  /** VIP 2, PREMIUM 1, STANDARD 0. */
  priority: number;
  public: boolean;
  chargeCredits: number;
}

/** What a completed run leaves: the first 20,000 trades, and the equity thinned to at most 2,000 points. */
export interface JobResult {
  metrics: Metrics;
  trades: Trade[];
  equity: EquityPoint[];
  resultHash: string;
}

/** What those who watch a job are told. */
export type JobNews = Pick<Job, 'jobId' | 'status' | 'metrics' | 'resultHash' | 'reason' | keyof JobProgress>;

export function newsOf({ jobId, status, stage, percent, equity, metrics, resultHash, reason }: Job): JobNews {
  return { jobId, status, stage, percent, equity, metrics, resultHash, reason };
}

/**
 * Jobs. Our row decides: `queued -> running(attempt) -> one terminal state`, by compare-and-set, with the refund in
 * the same transaction if there is one.
 */
export interface JobStore {
  /**
   * Charge, row and enqueue in one transaction. `insufficient_funds`, `key_conflict`, `limit_exceeded` (5 waiting),
   * `not_found` (the data set was removed meanwhile), `store_unavailable`.
   */
  submit(order: JobOrder): Promise<Result<{ job: Job; repeated: boolean }>>;
  /** Null when there is none, or it is neither public nor the player's. */
  job(jobId: string, playerId: string | null): Promise<Result<Job | null>>;
  /** A completed one's `JobResult`, as JSON, compressed (Zstandard): as it is stored, and as most browsers take it. */
  result(jobId: string, playerId: string | null): Promise<Result<Uint8Array<ArrayBuffer> | null>>;
  /** The latest first, without their strategies and curves. */
  list(
    playerId: string,
    limit: number,
    cursor: string | null,
  ): Promise<Page<Omit<Job, 'strategy' | 'equity'>>>;
  /** Queued: cancelled and refunded at once. Running: its worker is told, nothing is refunded. Else as it is. */
  cancel(jobId: string, playerId: string): Promise<Result<Job>>;
  /** Progress of these jobs now: for rooms whose worker is in another process. */
  progress(jobIds: readonly string[]): Promise<Result<JobNews[]>>;
}
