import seedrandom from 'seedrandom';
import type { Bars } from '../../domain/backtest/bars.ts';

export interface MarketPlan {
  seed: string;
  bars: number;
  stepMs: number;
  fromMs: number;
  /** The relative change of the next bar, by the price so far: made anew for each market. */
  model(random: Random): (price: number) => number;
}

interface Random {
  /** Even, from 0 to 1. */
  share(): number;
  /** About standard normal. */
  normal(): number;
}

const FIRST_PRICE = 100;
/** No bar halves the price, or more than doubles it. */
const MOST_CHANGE = 0.5;

/**
 * A course of prices by a seed. Only + - * / and comparisons, which come out the same on every machine: so the
 * data have the same hash everywhere. (A sum of twelve even numbers is as good as normal for this, and needs no
 * logarithm.)
 */
export function syntheticMarket({ seed, bars: count, stepMs, fromMs, model }: MarketPlan): Bars {
  const share = seedrandom(seed);
  const normal = () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += share();
    return sum;
  };
  const change = model({ share, normal });
  const column = () => new Float64Array(count);
  const bars = { timeMs: column(), open: column(), high: column(), low: column(), close: column() };
  const volume = column();
  let price = FIRST_PRICE;
  for (let at = 0; at < count; at++) {
    const by = Math.max(-MOST_CHANGE, Math.min(MOST_CHANGE, change(price)));
    const close = toCents(price * (1 + by));
    const reach = (Math.abs(by) * share()) / 2;
    bars.timeMs[at] = fromMs + at * stepMs;
    bars.open[at] = price;
    bars.close[at] = close;
    bars.high[at] = Math.max(price, close, toCents(Math.max(price, close) * (1 + reach)));
    bars.low[at] = Math.min(price, close, toCents(Math.min(price, close) * (1 - reach)));
    volume[at] = Math.floor(1_000_000 * (0.5 + share()));
    price = close;
  }
  return { ...bars, volume };
}

/** At least one cent: a price is never 0. */
function toCents(price: number): number {
  return Math.max(1, Math.round(price * 100)) / 100;
}

/** Months of rising and falling prices, rising ones more often. */
export const TREND: MarketPlan['model'] = ({ share, normal }) => {
  let left = 0;
  let drift = 0;
  return () => {
    if (left === 0) {
      left = 40 + Math.floor(share() * 160);
      drift = share() < 0.6 ? 0.0015 : -0.0012;
    }
    left--;
    return drift + 0.011 * normal();
  };
};

/** Around one level, drawn back the more the farther away. */
export const MEAN_REVERTING: MarketPlan['model'] =
  ({ normal }) =>
  (price) =>
    0.04 * (FIRST_PRICE / price - 1) + 0.014 * normal();

/** Quiet, with a jump of 1 to 4 % in about every thousandth bar, drawn back slowly. */
export const JUMPY: MarketPlan['model'] =
  ({ share, normal }) =>
  (price) => {
    const jump = share() < 0.001 ? (share() < 0.5 ? -1 : 1) * (0.01 + 0.03 * share()) : 0;
    return 0.0002 * (FIRST_PRICE / price - 1) + 0.0006 * normal() + jump;
  };
