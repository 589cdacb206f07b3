/**
 * Market data as columns of equal length. Times are the bars' openings in epoch milliseconds, ascending and distinct;
 * prices are finite and over 0, `high` and `low` enclose `open` and `close`, volumes are 0 or more.
 */
export interface Bars {
  timeMs: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

export const PRICE_COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type PriceColumn = (typeof PRICE_COLUMNS)[number];

export const MOST_BARS = 2_000_000;
