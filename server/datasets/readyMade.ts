import type { Bars } from '../../domain/backtest/bars.ts';
import { JUMPY, MEAN_REVERTING, syntheticMarket, TREND } from './syntheticMarkets.ts';
import { sp500, vix } from './vegaSeries.ts';

const DAY_MS = 86_400_000;
const DAILY = { bars: 5_000, stepMs: DAY_MS, fromMs: Date.UTC(2010, 0, 1) };
const MINUTES = { bars: 100_000, stepMs: 60_000, fromMs: Date.UTC(2024, 0, 1) };

/** Known by its name: data that change need another one. */
export interface ReadyMade {
  name: string;
  bars(): Bars;
}

/** What every player finds: real series, and markets that are easy to tell apart. */
export const READY_MADE: readonly ReadyMade[] = [
  { name: 'S&P 500, daily, 2000 to 2020', bars: sp500 },
  { name: 'VIX, daily, summer 2009', bars: vix },
  {
    name: 'Synthetic trend, daily',
    bars: () => syntheticMarket({ ...DAILY, seed: 'trend', model: TREND }),
  },
  {
    name: 'Synthetic mean-reverting, daily',
    bars: () => syntheticMarket({ ...DAILY, seed: 'mean-reverting', model: MEAN_REVERTING }),
  },
  {
    name: 'Synthetic jumpy, by the minute',
    bars: () => syntheticMarket({ ...MINUTES, seed: 'jumpy', model: JUMPY }),
  },
];
