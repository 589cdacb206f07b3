import type { BacktestConfig } from './config.ts';
import type { Strategy } from './strategy.ts';

/** What an order is sized by when it fills: free money, the price it gets, and how far its stop is (NaN: none). */
export interface OrderTerms {
  money: number;
  price: number;
  stopDistance: number;
}

/** The quantity that an order gets, 0 or more; 0 is `rejected_insufficient`. */
export type Sizing = (terms: OrderTerms) => number;

/** Any quantity or whole lots, cut to what equity times leverage covers with the entry fee. */
export function nativeSizing({ size, fees }: Strategy, { leverage, lotStep }: BacktestConfig): Sizing {
  return ({ money, price, stopDistance }) => {
    const unitPrice = price * (1 + fees.rate);
    const affordable = (money * leverage - fees.fixed) / unitPrice;
    let wanted: number;
    if ('pctEquity' in size) wanted = (money * size.pctEquity - fees.fixed) / unitPrice;
    else if ('cash' in size) wanted = (size.cash - fees.fixed) / unitPrice;
    else if ('units' in size) wanted = size.units;
    else wanted = stopDistance > 0 ? (money * size.riskPct) / stopDistance : 0;
    const quantity = Math.min(wanted, affordable);
    // A billionth of a lot is rounding: 0.3 units are 3 lots of 0.1.
    const lots = lotStep > 0 ? Math.floor(quantity / lotStep + 1e-9) * lotStep : quantity;
    return lots > 0 && Number.isFinite(lots) ? lots : 0;
  };
}

/** As near to all of the money as a fraction of it can be. */
const ALL = 1 - 2 ** -52;

/** Whole units as backtesting.py sizes them; what the margin does not cover is rejected, not cut. */
export function btpySizing({ size, fees }: Strategy, { leverage }: BacktestConfig): Sizing {
  return ({ money, price, stopDistance }) => {
    const margin = Math.max(0, money) * leverage;
    const unitPrice = price + fees.fixed + fees.rate * price;
    let wanted: number;
    if ('pctEquity' in size) wanted = (margin * Math.min(size.pctEquity, ALL)) / unitPrice;
    else if ('cash' in size) wanted = size.cash / unitPrice;
    else if ('units' in size) wanted = size.units;
    else wanted = stopDistance > 0 ? (Math.max(0, money) * size.riskPct) / stopDistance : 0;
    const quantity = Math.floor(wanted);
    return quantity > 0 && quantity * unitPrice <= margin ? quantity : 0;
  };
}
