import http from 'k6/http';
import type { BacktestDone, BacktestStateView } from '../../domain/protocol/backtest.ts';
import type { Account } from '../accounts.ts';
import { Line } from '../line.ts';
import { count, countRejection, took } from '../measures.ts';
import { Purse } from '../purse.ts';
import { givesUpAtMs, pause } from '../run.ts';
import { SchemaState } from '../schemaState.ts';
import { SETTINGS } from '../settings.ts';

/** Two moving averages, stop and reverse: trades often on whatever market. */
const STRATEGY = {
  ...{ v: 1, ind: { f: ['sma', 'close', 10], s: ['sma', 'close', 20] } },
  ...{ long: { crossAbove: ['f', 's'] }, short: { crossBelow: ['f', 's'] } },
  ...{ size: { pctEquity: 1 }, fees: { fixed: 0, rate: 0.002 } },
};
const AGAIN_MS = 250;
const BUSY = 503;
const EXPECTED = http.expectedStatuses({ min: 200, max: 599 });

interface Submitted {
  jobId: string;
  chargedCredits: number;
}

interface DataSet {
  id: string;
  bars: number;
}

/** Runs a backtest over the longest of the ready-made markets, and watches it in its room. */
export class Backtester {
  readonly purse: Purse;
  readonly #token: string;

  constructor({ playerId, token }: Account) {
    this.#token = token;
    this.purse = new Purse(playerId);
  }

  async run(): Promise<void> {
    this.purse.open += 1;
    const dataset = await this.#longest();
    if (dataset === null) return;
    const askedAtMs = Date.now();
    const job = await this.#ask<Submitted>(
      ...([
        'POST',
        '/api/backtests',
        { strategy: STRATEGY, dataset: dataset.id },
        crypto.randomUUID(),
      ] as const),
    );
    if (job === null) return;
    this.purse.credits -= job.chargedCredits;
    const done = await this.#watch(job.jobId, askedAtMs);
    const ended = await this.#ask<{ status: string; refunded: boolean; chargedCredits: number }>(
      ...(['GET', `/api/backtests/${job.jobId}`, null, null] as const),
    );
    if (done === null || ended === null) return;
    this.purse.open -= 1;
    if (ended.refunded) this.purse.credits += ended.chargedCredits;
    count(done.status === 'completed' ? 'backtests_completed' : 'backtests_failed');
    took('backtest_ms', askedAtMs);
  }

  /** Null when the run gave up. */
  async #watch(jobId: string, askedAtMs: number): Promise<BacktestDone | null> {
    let seen = false;
    let state = new SchemaState<BacktestStateView>();
    return new Promise((resolve) => {
      const line = new Line({
        ...{ room: 'backtest', options: { jobId }, token: this.#token },
        state: () => {
          state = new SchemaState<BacktestStateView>();
          return state;
        },
        onRoom: (room) => {
          room.onState = () => {
            if (seen || (state.value?.status ?? 'queued') === 'queued') return;
            seen = true;
            took('progress_ms', askedAtMs);
          };
          room.onMessage('done', (done) => {
            clearTimeout(givesUp);
            void line.end();
            resolve(done as BacktestDone);
          });
        },
      });
      const givesUp = setTimeout(() => resolve(null), givesUpAtMs() - Date.now());
      void line.open();
    });
  }

  /** They are made by the server in its first seconds. */
  async #longest(): Promise<DataSet | null> {
    while (Date.now() < givesUpAtMs()) {
      const page = await this.#ask<{ items: DataSet[] }>('GET', '/api/datasets?limit=100', null, null);
      const [longest] = (page?.items ?? []).sort((one, other) => other.bars - one.bars);
      if (longest !== undefined && longest.bars >= LONG_BARS) return longest;
      await pause(AGAIN_MS);
    }
    return null;
  }

  /** Null for a refusal, which is counted, and when the run gave up. Asked again, by its key, while the server is busy. */
  async #ask<T>(method: string, path: string, body: object | null, key: string | null): Promise<T | null> {
    while (Date.now() < givesUpAtMs()) {
      const response = await http.asyncRequest(
        method,
        SETTINGS.url + path,
        body === null ? null : JSON.stringify(body),
        {
          headers: {
            authorization: `Bearer ${this.#token}`,
            ...(body === null ? {} : { 'content-type': 'application/json' }),
            ...(key === null ? {} : { 'idempotency-key': key }),
          },
          tags: { name: `${method} ${path.replace(/[0-9a-f-]{36}/, '{id}')}` },
          responseCallback: EXPECTED,
        },
      );
      if (response.status >= 200 && response.status < 300) return response.json() as T;
      const answer = response.status === 0 ? null : (response.json() as { error?: { code?: string } });
      countRejection(answer?.error?.code ?? 'unreachable');
      if (response.status !== 0 && response.status !== BUSY) return null;
      await pause(AGAIN_MS);
    }
    return null;
  }
}

/** Of the largest of the ready-made markets, by the minute. */
const LONG_BARS = 100_000;
