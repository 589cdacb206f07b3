import type { Bars } from '../../domain/backtest/bars.ts';
import { CROSSING } from './crossing.ts';

/** What of a job these callers look at. */
export interface SeenJob {
  jobId: string;
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  attempt: number;
  resultHash: string | null;
  createdAtMs: number;
  startedAtMs: number | null;
  endedAtMs: number | null;
}

/** A guest that runs backtests over HTTP. */
export class BacktestCaller {
  readonly token: string;
  readonly #url: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.token = token;
  }

  static async guest(url: string): Promise<BacktestCaller> {
    const response = await fetch(`${url}/api/auth/guest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ageConfirmed: true }),
    });
    return new BacktestCaller(url, ((await response.json()) as { accessToken: string }).accessToken);
  }

  /** Answers the set's id. */
  async upload(name: string, bars: Bars): Promise<string> {
    const { id } = await this.#call<{ id: string }>(
      'POST',
      `/api/datasets?name=${encodeURIComponent(name)}&dateFormat=epochMs`,
      { 'content-type': 'text/csv' },
      csvOf(bars),
    );
    return id;
  }

  /** Answers the job's id. */
  async submit(dataset: string, key: string): Promise<string> {
    const { jobId } = await this.#call<{ jobId: string }>(
      'POST',
      '/api/backtests',
      { 'content-type': 'application/json', 'idempotency-key': key },
      JSON.stringify({ strategy: CROSSING, dataset }),
    );
    return jobId;
  }

  job(jobId: string): Promise<SeenJob> {
    return this.#call('GET', `/api/backtests/${jobId}`);
  }

  async credits(): Promise<number> {
    const { balances } = await this.#call<{ balances: { credits: number } }>('GET', '/api/me');
    return balances.credits;
  }

  async #call<T>(method: string, path: string, headers = {}, body: string | null = null): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      body,
    });
    const answer = await response.json();
    // As every client does: what was asked has a key, or changes nothing.
    if (response.status === 503) return this.#call(method, path, headers, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer as T;
  }
}

function csvOf({ timeMs, open, high, low, close, volume }: Bars): string {
  const lines = Array.from(timeMs, (time, at) =>
    [time, open[at], high[at], low[at], close[at], volume[at]].join(','),
  );
  return `time,open,high,low,close,volume\n${lines.join('\n')}\n`;
}
