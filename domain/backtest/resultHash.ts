import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type JsonValue } from '../canonicalJson.ts';
import type { Book } from './execution.ts';
import type { BacktestInput, Sha256 } from './result.ts';
import { ENTRY_BAR, ENTRY_PRICE, EXIT_BAR, EXIT_PRICE, FEES, ofTrade, PNL, QTY, REASON } from './tradeLog.ts';

/** Changes whenever the same input can give other trades or another equity curve. */
export const ENGINE_VERSION = 'fairground-backtest/1';

const NUMBERS_AT_ONCE = 8192;
/** A megabyte: some milliseconds. */
const NUMBERS_BETWEEN_LOOKS = 16 * NUMBERS_AT_ONCE;

/**
 * SHA-256 of `engineVersion|datasetSha256|{"config":...,"strategy":...}|trades|equity` in hex. The first three are UTF-8
 * text, the JSON canonical; then the numbers as little-endian float64, -0 as 0: the count of trades; for each its
 * signed quantity, entry time, exit time, entry price, exit price, net P&L, fees and the number of its exit reason;
 * the count of bars, and the equity at each close. `goesOn` is asked every megabyte; null once it says no.
 */
export function resultHash(
  { strategy, config, bars, datasetSha256 }: BacktestInput,
  book: Book,
  goesOn: () => boolean,
  newSha256: () => Sha256 = () => sha256.create(),
): string | null {
  const hash = newSha256();
  const inputs = canonicalJson({ config, strategy } as unknown as JsonValue);
  hash.update(utf8ToBytes(`${ENGINE_VERSION}|${datasetSha256}|${inputs}|`));

  const bytes = new Uint8Array(NUMBERS_AT_ONCE * 8);
  const view = new DataView(bytes.buffer);
  let length = 0;
  let added = 0;
  const flush = (): void => {
    hash.update(bytes.subarray(0, length));
    length = 0;
  };
  const add = (value: number): void => {
    view.setFloat64(length, value + 0, true);
    length += 8;
    added++;
    if (length === bytes.length) flush();
  };
  const isLookDue = (): boolean => {
    if (added < NUMBERS_BETWEEN_LOOKS) return false;
    added = 0;
    return true;
  };

  const { trades, equity } = book;
  add(trades.count);
  for (let trade = 0; trade < trades.count; trade++) {
    add(ofTrade(trades, trade, QTY));
    add(bars.timeMs[ofTrade(trades, trade, ENTRY_BAR)]!);
    add(bars.timeMs[ofTrade(trades, trade, EXIT_BAR)]!);
    for (const place of [ENTRY_PRICE, EXIT_PRICE, PNL, FEES, REASON]) add(ofTrade(trades, trade, place));
    if (isLookDue() && !goesOn()) return null;
  }
  add(equity.length);
  for (let bar = 0; bar < equity.length; bar++) {
    add(equity[bar]!);
    if (isLookDue() && !goesOn()) return null;
  }
  flush();
  return bytesToHex(hash.digest());
}
