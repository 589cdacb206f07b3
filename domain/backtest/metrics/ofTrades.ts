import type { Bars } from '../bars.ts';
import type { Profile } from '../config.ts';
import {
  ENTRY_BAR,
  ENTRY_PRICE,
  EXIT_BAR,
  EXIT_PRICE,
  FEES,
  ofTrade,
  PNL,
  QTY,
  type TradeLog,
  tradeColumn,
} from '../tradeLog.ts';
import { DAY_MS } from './days.ts';
import { geometricMean, isConstant, mean, sampleVariance } from './statistics.ts';
import type { Figure } from './yearly.ts';

export interface TradeFigures {
  winRate: Figure;
  profitFactor: Figure;
  expectancy: Figure;
  sqn: Figure;
  exposure: Figure;
  bestTrade: Figure;
  worstTrade: Figure;
  averageTrade: Figure;
  maxTradeDays: Figure;
  averageTradeDays: Figure;
}

export function tradeFigures(log: TradeLog, { timeMs }: Bars, profile: Profile): TradeFigures {
  const count = log.count;
  if (count === 0) return noTrades();
  const isBtpy = profile === 'btpy';
  const pnl = tradeColumn(log, PNL);
  const returns = new Float64Array(count);
  const days = new Float64Array(count);
  for (let trade = 0; trade < count; trade++) {
    returns[trade] = tradeReturn(log, trade);
    const [entry, exit] = [ofTrade(log, trade, ENTRY_BAR), ofTrade(log, trade, EXIT_BAR)];
    days[trade] = (timeMs[exit]! - timeMs[entry]!) / DAY_MS;
  }
  const gains = isBtpy ? returns : pnl;
  const averageDays = mean(days);
  return {
    winRate: pnl.filter((value) => value > 0).length / count,
    profitFactor: profitFactor(gains),
    expectancy: mean(gains),
    sqn: sqn(pnl),
    exposure: barsHeld(log, timeMs.length) / timeMs.length,
    bestTrade: returns.reduce((a, b) => Math.max(a, b)),
    worstTrade: returns.reduce((a, b) => Math.min(a, b)),
    averageTrade: isBtpy ? wholeGrowth(returns) : mean(returns),
    maxTradeDays: days.reduce((a, b) => Math.max(a, b)),
    averageTradeDays: isBtpy ? Math.ceil(averageDays) : averageDays,
  };
}

function tradeReturn(log: TradeLog, trade: number): number {
  const qty = ofTrade(log, trade, QTY);
  const entryPrice = ofTrade(log, trade, ENTRY_PRICE);
  const move = Math.sign(qty) * (ofTrade(log, trade, EXIT_PRICE) / entryPrice - 1);
  return move - ofTrade(log, trade, FEES) / (Math.abs(qty) * entryPrice);
}

/** What trades grow on average: nothing, by convention, if one of them lost all. */
function wholeGrowth(returns: Float64Array): number {
  return returns.some((value) => value <= -1) ? 0 : geometricMean(returns);
}

function profitFactor(values: Float64Array): Figure {
  let won = 0;
  let lost = 0;
  for (const value of values) {
    if (value > 0) won += value;
    else lost -= value;
  }
  return lost === 0 ? 'no_losses' : won / lost;
}

function sqn(pnl: Float64Array): Figure {
  if (pnl.length < 2) return 'too_few_trades';
  if (isConstant(pnl)) return 'no_variation';
  return (Math.sqrt(pnl.length) * mean(pnl)) / Math.sqrt(sampleVariance(pnl));
}

/** Trades come in order and do not overlap, but the bar of an exit may be that of the next entry. */
function barsHeld(log: TradeLog, bars: number): number {
  let held = 0;
  let countedTo = -1;
  for (let trade = 0; trade < log.count; trade++) {
    const from = Math.max(ofTrade(log, trade, ENTRY_BAR), countedTo + 1);
    countedTo = ofTrade(log, trade, EXIT_BAR);
    held += countedTo - from + 1;
  }
  return Math.min(held, bars);
}

function noTrades(): TradeFigures {
  const none = 'no_trades';
  return {
    ...{ winRate: none, profitFactor: none, expectancy: none, sqn: none, exposure: 0, bestTrade: none },
    ...{ worstTrade: none, averageTrade: none, maxTradeDays: none, averageTradeDays: none },
  };
}
