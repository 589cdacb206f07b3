import type { Page } from '../../domain/page.ts';
import type {
  BacktestJob,
  BacktestOrder,
  BacktestResultView,
  BacktestSummary,
  SubmittedBacktest,
} from './backtestWire.ts';
import type { Caller } from './caller.ts';
import { queryString } from './queryString.ts';
import type { PageQuery } from './wire.ts';

/** A result of 2,000,000 bars with its trades takes a while to arrive. */
const RESULT_WITHIN_MS = 60_000;

/** Backtests as jobs: submit, look, cancel. Watching one live is `Fairground.backtest(jobId)`. */
export class Backtests {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Charges, queues, and answers. A strategy or a setting that does not fit is `invalid_request` with
   * `details.field` and `details.problem`, and costs nothing.
   */
  submit({ key = crypto.randomUUID(), ...order }: BacktestOrder): Promise<SubmittedBacktest> {
    return this.#caller.asPlayer(
      { method: 'POST', path: '/api/backtests', body: order, idempotencyKey: key },
      true,
    );
  }

  /** One's own, newest first. */
  list(query: PageQuery = {}): Promise<Page<BacktestSummary>> {
    return this.#caller.asPlayer({ method: 'GET', path: `/api/backtests${queryString(query)}` }, true);
  }

  /** One's own, or a public one. */
  get(jobId: string): Promise<BacktestJob> {
    return this.#caller.asAnyone({ method: 'GET', path: pathOf(jobId) });
  }

  /** Queued: refunded. Running: stopped, without a refund. Ended: left as it is. */
  cancel(jobId: string): Promise<BacktestJob> {
    return this.#caller.asPlayer({ method: 'DELETE', path: pathOf(jobId) }, true);
  }

  /** Metrics, trades and the equity curve of a completed backtest. */
  result(jobId: string): Promise<BacktestResultView> {
    return this.#caller.asAnyone({
      method: 'GET',
      path: `${pathOf(jobId)}/result`,
      withinMs: RESULT_WITHIN_MS,
    });
  }
}

function pathOf(jobId: string): string {
  return `/api/backtests/${encodeURIComponent(jobId)}`;
}
