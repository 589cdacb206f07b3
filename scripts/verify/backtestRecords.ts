import type { Job, JobResult } from '../../domain/backtest/port.ts';
import type { LeaderboardRow } from '../../domain/backtest/strategies.ts';
import { type Fetch, HttpReader } from './httpReader.ts';

/** Reads backtests over HTTP: public ones, and with a token one's own. Whatever is answered may be any JSON. */
export class BacktestRecords {
  readonly #reader: HttpReader;

  constructor(url: string, token: string | null, fetch: Fetch, sleep: (ms: number) => Promise<void>) {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    this.#reader = new HttpReader(url, fetch, sleep, headers as Record<string, string>);
  }

  /** Null when the server knows no such job of the reader's. */
  async job(jobId: string): Promise<Partial<Job> | null> {
    return (await this.#reader.get(`/api/backtests/${jobId}`)) as Partial<Job> | null;
  }

  async result(jobId: string): Promise<Partial<JobResult> | null> {
    return (await this.#reader.get(`/api/backtests/${jobId}/result`)) as Partial<JobResult> | null;
  }

  /** A data set's packed columns; null when the server does not show them. */
  bars(datasetId: string, jobId?: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const query = jobId === undefined ? '' : `?jobId=${encodeURIComponent(jobId)}`;
    return this.#reader.bytes(`/api/datasets/${encodeURIComponent(datasetId)}/bars${query}`);
  }

  /** Every row of the leaderboard, best first. */
  async leaderboard(): Promise<Partial<LeaderboardRow>[]> {
    return (await this.#reader.list('/api/strategies/leaderboard')) as Partial<LeaderboardRow>[];
  }
}
