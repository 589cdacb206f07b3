import type { Dataset, DatasetDetail } from '../../domain/backtest/datasets.ts';
import type { Page } from '../../domain/page.ts';
import type { DatasetUpload } from './backtestWire.ts';
import type { Caller } from './caller.ts';
import { queryString } from './queryString.ts';
import type { PageQuery } from './wire.ts';

/** 128 MiB over a slow line. */
const UPLOAD_WITHIN_MS = 15 * 60_000;

/** Market data: the server's own sets, and the player's uploads. */
export class Datasets {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  list(query: PageQuery = {}): Promise<Page<Dataset>> {
    return this.#caller.asPlayer({ method: 'GET', path: `/api/datasets${queryString(query)}` }, true);
  }

  /** With a preview of at most 300 points. */
  get(id: string): Promise<DatasetDetail> {
    return this.#caller.asPlayer({ method: 'GET', path: pathOf(id) }, true);
  }

  /**
   * The bars as they were hashed (`packedBars.ts` in domain/backtest): of a ready-made set, of one's own, or of the one
   * that a public backtest ran on.
   */
  bars(id: string, jobId?: string): Promise<ArrayBuffer> {
    return this.#caller.asAnyone({
      method: 'GET',
      path: `${pathOf(id)}/bars${queryString({ jobId })}`,
      bytes: true,
      withinMs: UPLOAD_WITHIN_MS,
    });
  }

  /**
   * Uploads a CSV file. What is wrong in it is `invalid_request` with `details` of `reason`, `row` and `column`;
   * nothing is repaired. The same data again is the same data set.
   */
  upload({ name, dateFormat, csv }: DatasetUpload): Promise<Dataset> {
    return this.#caller.asPlayer(
      {
        method: 'POST',
        path: `/api/datasets${queryString({ name, dateFormat })}`,
        content: { type: 'text/csv', data: csv },
        withinMs: UPLOAD_WITHIN_MS,
      },
      true,
    );
  }

  /** One's own only. Backtests that ran on it stay. */
  async remove(id: string): Promise<void> {
    await this.#caller.asPlayer({ method: 'DELETE', path: pathOf(id) }, true);
  }
}

function pathOf(id: string): string {
  return `/api/datasets/${encodeURIComponent(id)}`;
}
