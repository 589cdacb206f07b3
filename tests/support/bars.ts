import type { Bars } from '../../domain/backtest/bars.ts';

/** Bars that pass every check, from a small generator of its own: the same for the same seed. */
export function someBars(count: number, seed = 1, stepMs = 86_400_000): Bars {
  const column = () => new Float64Array(count);
  const bars = { timeMs: column(), open: column(), high: column(), low: column(), close: column() };
  const volume = column();
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  let price = 100;
  for (let at = 0; at < count; at++) {
    bars.timeMs[at] = at * stepMs;
    bars.open[at] = price;
    price *= 1 + (next() - 0.5) / 10;
    bars.close[at] = price;
    bars.high[at] = Math.max(bars.open[at]!, price) * (1 + next() / 100);
    bars.low[at] = Math.min(bars.open[at]!, price) * (1 - next() / 100);
    volume[at] = Math.floor(next() * 1e6);
  }
  return { ...bars, volume };
}
