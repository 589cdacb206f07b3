import type { Bars } from './bars.ts';
import type { BacktestConfig } from './config.ts';
import type { Columns } from './indicators/columns.ts';
import { EXIT_LONG, EXIT_SHORT, LONG, SHORT } from './signals.ts';
import { btpySizing, nativeSizing } from './sizing.ts';
import type { Level, Strategy } from './strategy.ts';
import type { ExitReason } from './trade.ts';
import {
  addTrade,
  ENTRY_BAR,
  ENTRY_PRICE,
  EXIT_BAR,
  EXIT_PRICE,
  FEES,
  openTradeLog,
  PNL,
  QTY,
  REASON,
  reasonNumber,
  type TradeLog,
} from './tradeLog.ts';

/** What has come of a run. */
export interface Book {
  trades: TradeLog;
  equity: Float64Array;
  rejectedInsufficient: number;
  ruined: boolean;
}

export interface Execution {
  /** Filled up to the bar that is done. */
  equity: Float64Array;
  /** Goes through a block's bars; false once the capital is lost and nothing follows. */
  advance(from: number, to: number, signals: Uint8Array): boolean;
  /** After the last bar: closes what is open, unless it is to stay. */
  finish(): Book;
}

/** Queued at a close for the next open. */
const NOTHING = 0;
const ENTER_LONG = 1;
const ENTER_SHORT = -1;
const CLOSE = 2;

/**
 * Bar by bar: queued orders at the open, then stop, then target, then the mark at the close, then the rules. Bars on
 * which nothing happens pass in one tight loop. The same for both profiles; they differ in size, spread and ending.
 */
export function openExecution(
  strategy: Strategy,
  config: BacktestConfig,
  bars: Bars,
  columns: Columns,
): Execution {
  const { open, high, low, close } = bars;
  const { fees, sl, tp } = strategy;
  const { slippageRate, spreadRate } = config;
  const isBtpy = config.profile === 'btpy';
  const quantity = (isBtpy ? btpySizing : nativeSizing)(strategy, config);
  const stopOf = distances(sl, columns);
  const targetOf = distances(tp, columns);
  const hasLevels = sl !== undefined || tp !== undefined;

  const book: Book = {
    ...{ trades: openTradeLog(), equity: new Float64Array(close.length) },
    ...{ rejectedInsufficient: 0, ruined: false },
  };
  const { equity } = book;

  let money = config.cashCoins;
  let position = 0;
  let entryBar = 0;
  let entryPrice = 0;
  let entryFee = 0;
  // Prices below and above which the position leaves; long: stop below, target above.
  let floor = Number.NEGATIVE_INFINITY;
  let ceiling = Number.POSITIVE_INFINITY;
  let queued = NOTHING;
  let queuedStop = Number.NaN;
  let queuedTarget = Number.NaN;

  const feeOf = (size: number, price: number) => fees.fixed + fees.rate * Math.abs(size) * price;

  function exit(bar: number, price: number, reason: ExitReason): void {
    const gain = position * (price - entryPrice);
    const fee = feeOf(position, price);
    money += gain - fee;
    const at = addTrade(book.trades);
    const { rows } = book.trades;
    rows[at + QTY] = position;
    rows[at + ENTRY_BAR] = entryBar;
    rows[at + EXIT_BAR] = bar;
    rows[at + ENTRY_PRICE] = entryPrice;
    rows[at + EXIT_PRICE] = price;
    rows[at + PNL] = gain - entryFee - fee;
    rows[at + FEES] = entryFee + fee;
    rows[at + REASON] = reasonNumber(reason);
    position = 0;
  }

  /** A fill of the market: what is bought is dearer, what is sold is cheaper. */
  const slipped = (price: number, side: number) => price * (1 + side * slippageRate);

  function enter(bar: number, side: number): void {
    const price = slipped(open[bar]! * (1 + side * spreadRate), side);
    const stopDistance = sl !== undefined && 'pct' in sl ? sl.pct * price : queuedStop;
    const targetDistance = tp !== undefined && 'pct' in tp ? tp.pct * price : queuedTarget;
    const size = price > 0 ? quantity({ money, price, stopDistance }) : 0;
    if (size === 0) {
      book.rejectedInsufficient++;
      return;
    }
    position = side * size;
    entryBar = bar;
    entryPrice = price;
    entryFee = feeOf(size, price);
    money -= entryFee;
    const stop = sl === undefined ? -side * Number.POSITIVE_INFINITY : price - side * stopDistance;
    const target = tp === undefined ? side * Number.POSITIVE_INFINITY : price + side * targetDistance;
    floor = side > 0 ? stop : target;
    ceiling = side > 0 ? target : stop;
  }

  function fillQueued(bar: number): void {
    const order = queued;
    queued = NOTHING;
    if (position !== 0) {
      const side = position > 0 ? 1 : -1;
      exit(bar, slipped(open[bar]!, -side), order === CLOSE ? 'signal' : 'reversal');
    }
    if (order !== CLOSE) enter(bar, order);
  }

  /** The bar has touched the floor or the ceiling. If both, the stop wins; a gap fills at the open. */
  function leave(bar: number): void {
    const side = position > 0 ? 1 : -1;
    const isStop = side > 0 ? low[bar]! <= floor : high[bar]! >= ceiling;
    if (isStop) {
      const price = side > 0 ? Math.min(floor, open[bar]!) : Math.max(ceiling, open[bar]!);
      exit(bar, slipped(price, -side), 'stop');
    } else {
      exit(bar, side > 0 ? Math.max(ceiling, open[bar]!) : Math.min(floor, open[bar]!), 'target');
    }
  }

  /** What the signals at a bar's close queue for the next open. */
  function queue(bar: number, from: number, signal: number): void {
    const entry = signal & (LONG | SHORT);
    const side = entry === LONG ? ENTER_LONG : entry === SHORT ? ENTER_SHORT : NOTHING;
    const exits = position > 0 ? EXIT_LONG : EXIT_SHORT;
    if (side !== NOTHING && side * position <= 0) {
      queued = side;
      queuedStop = stopOf(bar, from);
      queuedTarget = targetOf(bar, from);
    } else if (position !== 0 && (signal & exits) !== 0) {
      queued = CLOSE;
    }
  }

  function ruin(bar: number): void {
    book.ruined = true;
    if (position !== 0) exit(bar, close[bar]!, 'ruined');
    if (isBtpy) money = 0;
    equity.fill(money, bar);
  }

  return {
    equity,
    advance(from, to, signals) {
      let bar = from;
      while (bar < to) {
        if (queued !== NOTHING) fillQueued(bar);
        if (position !== 0 && hasLevels && (low[bar]! <= floor || high[bar]! >= ceiling)) leave(bar);
        const heeded = position === 0 ? LONG | SHORT : position > 0 ? SHORT | EXIT_LONG : LONG | EXIT_SHORT;
        const held = { money, position, entryPrice };
        const last =
          hasLevels && position !== 0
            ? markWithin(bars, equity, signals, heeded, bar, to, from, held, floor, ceiling)
            : mark(close, equity, signals, heeded, bar, to, from, held);
        if (!(equity[last]! > 0)) {
          ruin(last);
          return false;
        }
        const signal = signals[last - from]!;
        if ((signal & heeded) !== 0) queue(last, from, signal);
        bar = last + 1;
      }
      return true;
    },
    finish() {
      const last = close.length - 1;
      if (position !== 0 && config.finalize) {
        exit(last, isBtpy ? open[last]! : close[last]!, 'end_of_data');
        equity[last] = money;
      }
      return book;
    },
  };
}

interface Held {
  money: number;
  position: number;
  entryPrice: number;
}

/** Marks from `bar` on to the first close with a heeded signal or without equity; the last bar that is marked. */
function mark(
  close: Float64Array,
  equity: Float64Array,
  signals: Uint8Array,
  heeded: number,
  bar: number,
  to: number,
  from: number,
  { money, position, entryPrice }: Held,
): number {
  for (let i = bar; i < to; i++) {
    const value = money + position * (close[i]! - entryPrice);
    equity[i] = value;
    if ((signals[i - from]! & heeded) !== 0 || !(value > 0)) return i;
  }
  return to - 1;
}

/** The same, and not past a bar whose successor touches a level. */
function markWithin(
  { high, low, close }: Bars,
  equity: Float64Array,
  signals: Uint8Array,
  heeded: number,
  bar: number,
  to: number,
  from: number,
  { money, position, entryPrice }: Held,
  floor: number,
  ceiling: number,
): number {
  for (let i = bar; i < to; i++) {
    if (i > bar && (low[i]! <= floor || high[i]! >= ceiling)) return i - 1;
    const value = money + position * (close[i]! - entryPrice);
    equity[i] = value;
    if ((signals[i - from]! & heeded) !== 0 || !(value > 0)) return i;
  }
  return to - 1;
}

/** The distance of an ATR level at the bar that gives the signal; NaN for one that is a fraction of the price. */
function distances(level: Level | undefined, columns: Columns): (bar: number, from: number) => number {
  if (level === undefined || 'pct' in level) return () => Number.NaN;
  const [name, times] = level.atr;
  const { values } = columns.of(name);
  return (bar, from) => values[bar - from + 1]! * times;
}
