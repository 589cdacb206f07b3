import { createHash } from 'node:crypto';
import { barRange } from '../../domain/backtest/barRange.ts';
import { parseConfig } from '../../domain/backtest/config.ts';
import { PACKED_COLUMNS, unpacker } from '../../domain/backtest/packedBars.ts';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import type { BacktestResult } from '../../domain/backtest/result.ts';
import { runBacktest } from '../../domain/backtest/run.ts';
import { strategyHash } from '../../domain/backtest/strategies.ts';

/** What a run depends on, as a server says; any JSON. */
export interface ClaimedInputs {
  strategy?: unknown;
  config?: unknown;
  datasetSha256?: unknown;
  fromMs?: unknown;
  toMs?: unknown;
}

export interface Wrong {
  field: string;
  reason: string;
}

export interface RunAgain extends BacktestResult {
  bars: number;
  timeMs: Float64Array;
  strategyHash: string;
}

const BAR_BYTES = PACKED_COLUMNS.length * 8;

/** Computes a run from its inputs and its data, believing nothing: the data must have the hash that is claimed. */
export function runAgain(claimed: ClaimedInputs, bytes: Uint8Array): RunAgain | Wrong {
  const { datasetSha256, fromMs, toMs } = claimed;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (datasetSha256 !== sha256) return { field: 'datasetSha256', reason: `the data have ${sha256}` };
  if (bytes.length === 0 || bytes.length % BAR_BYTES !== 0) {
    return { field: 'datasetSha256', reason: `${bytes.length} bytes are no whole bars` };
  }
  if (typeof fromMs !== 'number' || typeof toMs !== 'number') {
    return { field: 'fromMs', reason: 'and toMs are not both numbers' };
  }
  const columns = unpacker(bytes.length);
  columns.add(bytes);
  const bars = barRange(columns.bars(), fromMs, toMs);
  const strategy = parseStrategy(claimed.strategy, bars.timeMs.length);
  if (!strategy.ok) return { field: 'strategy', reason: strategy.error.message };
  const config = parseConfig(claimed.config);
  if (!config.ok) return { field: 'config', reason: config.error.message };
  const ran = runBacktest({ strategy: strategy.value, config: config.value, bars, datasetSha256: sha256 });
  if (!ran.ok) return { field: 'dataset', reason: ran.error.message };
  if (ran.value.cancelled) throw new Error('nobody cancelled this run');
  return {
    ...ran.value,
    bars: bars.timeMs.length,
    timeMs: bars.timeMs,
    strategyHash: strategyHash(strategy.value),
  };
}
