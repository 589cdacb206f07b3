import type { Bars } from '../../domain/backtest/bars.ts';

export interface BareResult {
  trades: number;
  equity: Float64Array;
  maxDrawdown: number;
}

/** SMA stop-and-reverse with fees, equity and drawdown, in one loop written for nothing else: the speed to be near. */
export function bareLoop(
  { open, close }: Bars,
  { fast, slow, cash, stake, feeRate }: Record<'fast' | 'slow' | 'cash' | 'stake' | 'feeRate', number>,
): BareResult {
  const bars = close.length;
  const equity = new Float64Array(bars);
  let fastSum = 0;
  let slowSum = 0;
  let wasAbove = 0;
  let wanted = 0;
  let money = cash;
  let position = 0;
  let entry = 0;
  let trades = 0;
  let peak = cash;
  let maxDrawdown = 0;
  for (let i = 0; i < bars; i++) {
    if (wanted !== 0) {
      const price = open[i]!;
      if (position !== 0) {
        money += position * (price - entry) - Math.abs(position) * price * feeRate;
        trades++;
      }
      position = (wanted * Math.min(stake, money)) / (price * (1 + feeRate));
      money -= Math.abs(position) * price * feeRate;
      entry = price;
      wanted = 0;
    }
    const price = close[i]!;
    fastSum += price;
    slowSum += price;
    if (i >= fast) fastSum -= close[i - fast]!;
    if (i >= slow) slowSum -= close[i - slow]!;
    if (i >= slow - 1) {
      const difference = fastSum / fast - slowSum / slow;
      const above = difference > 0 ? 1 : difference < 0 ? -1 : wasAbove;
      if (wasAbove !== 0 && above !== wasAbove) wanted = above;
      wasAbove = above;
    }
    const value = money + position * (price - entry);
    equity[i] = value;
    if (value > peak) peak = value;
    const depth = value / peak - 1;
    if (depth < maxDrawdown) maxDrawdown = depth;
    if (value <= 0) break;
  }
  return { trades, equity, maxDrawdown };
}
