import { readFileSync } from 'node:fs';
import type { Bars } from '../../domain/backtest/bars.ts';
import { csvReader } from '../../domain/backtest/csv.ts';

/** A file of the package `vega-datasets`, which exports no paths. */
function vegaFile(name: string): Buffer {
  return readFileSync(new URL(`../data/${name}`, import.meta.resolve('vega-datasets')));
}

/** What comes with a package is read as carefully as what players bring. */
function read(csv: Uint8Array): Bars {
  const reader = csvReader('iso');
  const failed = reader.write(csv);
  const bars = failed === null ? reader.end() : { ok: false as const, error: failed };
  if (!bars.ok) throw new Error(`vega-datasets: ${JSON.stringify(bars.error.details)}`);
  return bars.value;
}

/** S&P 500, 5,105 days from 2000 to 2020. */
export function sp500(): Bars {
  return read(vegaFile('sp500-2000.csv'));
}

/** The volatility index VIX, 44 days in summer 2009. An index has no volume: 0. */
export function vix(): Bars {
  const days = JSON.parse(vegaFile('ohlc.json').toString()) as Record<string, number | string>[];
  const rows = days.map(({ date, open, high, low, close }) => [date, open, high, low, close, 0].join());
  return read(Buffer.from(['time,open,high,low,close,volume', ...rows].join('\n')));
}
