import { barRange } from '../../../../../domain/backtest/barRange.ts';
import { type Bars, PRICE_COLUMNS } from '../../../../../domain/backtest/bars.ts';
import { parseConfig } from '../../../../../domain/backtest/config.ts';
import { unpacker } from '../../../../../domain/backtest/packedBars.ts';
import { parseStrategy } from '../../../../../domain/backtest/parseStrategy.ts';
import { runBacktest } from '../../../../../domain/backtest/run.ts';
import { bytesToHex, sha256Bytes } from '../../../../../domain/fairness/sha256.ts';
import type { BacktestJob } from '../../../../sdk/index.ts';
import { fair } from '../../../store/player.ts';

type Ran = Pick<
  BacktestJob,
  'jobId' | 'datasetId' | 'datasetSha256' | 'fromMs' | 'toMs' | 'strategy' | 'config'
>;

const VALUES_A_BAR = 1 + PRICE_COLUMNS.length;

/** The bars that a backtest ran on, and the hash of all of its data set. */
export async function barsOfRun(ran: Ran): Promise<{ bars: Bars; sha256: string }> {
  const bytes = new Uint8Array(await fair.datasets.bars(ran.datasetId, ran.jobId));
  if (bytes.length % (VALUES_A_BAR * 8) !== 0) throw new Error('these are no whole bars');
  const columns = unpacker(bytes.length);
  columns.add(bytes);
  return {
    bars: barRange(columns.bars(), ran.fromMs, ran.toMs),
    sha256: bytesToHex(sha256Bytes(bytes)),
  };
}

/** The result hash as this browser computes it, from the data on; null if the data are not those that are named. */
export async function hashAgain(ran: Ran): Promise<string | null> {
  const { bars, sha256 } = await barsOfRun(ran);
  const strategy = parseStrategy(ran.strategy, bars.timeMs.length);
  const config = parseConfig(ran.config);
  if (sha256 !== ran.datasetSha256 || !strategy.ok || !config.ok) return null;
  const again = runBacktest({
    ...{ strategy: strategy.value, config: config.value },
    ...{ bars, datasetSha256: sha256 },
  });
  return again.ok && !again.value.cancelled ? again.value.resultHash : null;
}
