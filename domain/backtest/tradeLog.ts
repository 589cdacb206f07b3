import type { Bars } from './bars.ts';
import { EXIT_REASONS, type ExitReason, type Trade } from './trade.ts';

const WIDTH = 8;

/** Closed trades as rows of numbers, in the order of their exits: a fill makes no object. */
export interface TradeLog {
  count: number;
  /** `WIDTH` numbers a trade: signed quantity, entry bar, exit bar, entry price, exit price, net P&L, fees, reason. */
  rows: Float64Array;
}

export const QTY = 0;
export const ENTRY_BAR = 1;
export const EXIT_BAR = 2;
export const ENTRY_PRICE = 3;
export const EXIT_PRICE = 4;
export const PNL = 5;
export const FEES = 6;
export const REASON = 7;

export function openTradeLog(): TradeLog {
  return { count: 0, rows: new Float64Array(WIDTH * 256) };
}

/** A new row to be filled: its place in `rows`. */
export function addTrade(log: TradeLog): number {
  const at = log.count * WIDTH;
  if (at === log.rows.length) {
    const rows = new Float64Array(at * 2);
    rows.set(log.rows);
    log.rows = rows;
  }
  log.count++;
  return at;
}

/** One number of a trade. */
export function ofTrade(log: TradeLog, trade: number, place: number): number {
  return log.rows[trade * WIDTH + place]!;
}

/** One number of every trade, as a column. */
export function tradeColumn(log: TradeLog, place: number): Float64Array {
  const column = new Float64Array(log.count);
  for (let trade = 0; trade < log.count; trade++) column[trade] = ofTrade(log, trade, place);
  return column;
}

export function reasonNumber(reason: ExitReason): number {
  return EXIT_REASONS.indexOf(reason);
}

const TRADES_BETWEEN_LOOKS = 65_536;

/** The trades as they are published. `goesOn` is asked in between; null once it says no. */
export function listTrades(log: TradeLog, { timeMs }: Bars, goesOn: () => boolean): Trade[] | null {
  const trades: Trade[] = [];
  for (let trade = 0; trade < log.count; trade++) {
    if (trade % TRADES_BETWEEN_LOOKS === TRADES_BETWEEN_LOOKS - 1 && !goesOn()) return null;
    const qty = ofTrade(log, trade, QTY);
    trades.push({
      side: qty > 0 ? 'long' : 'short',
      qty: Math.abs(qty),
      entryAtMs: timeMs[ofTrade(log, trade, ENTRY_BAR)]!,
      entryPrice: ofTrade(log, trade, ENTRY_PRICE),
      exitAtMs: timeMs[ofTrade(log, trade, EXIT_BAR)]!,
      exitPrice: ofTrade(log, trade, EXIT_PRICE),
      pnl: ofTrade(log, trade, PNL),
      feesPaid: ofTrade(log, trade, FEES),
      exitReason: EXIT_REASONS[ofTrade(log, trade, REASON)]!,
    });
  }
  return trades;
}
