import { backtest, type IStrategy } from 'grademark';
import type { Bars } from '../../domain/backtest/bars.ts';

interface Bar {
  time: Date;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** 1 while the fast average is above the slow one, -1 while it is below; 0 until they first cross. */
  side: number;
}

type Series = Parameters<typeof backtest<Bar, Bar, unknown, number>>[1];

/**
 * The same strategy for `grademark`; gives the trades that closed. It knows no fees, sizes or equity per bar, leaves a
 * bar between an exit and the next entry, and here gets bars and crosses ready made, in a series that is a plain list
 * (what `backtest` asks of one is all that this has): it does less for each bar than the others.
 */
export function openGrademark(bars: Bars, fast: number, slow: number): () => number {
  const rows = barsWithSides(bars, fast, slow);
  const series = {
    count: () => rows.length,
    none: () => rows.length === 0,
    last: () => rows.at(-1),
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  } as unknown as Series;
  const strategy = {
    entryRule(enter, { bar }) {
      if (bar.side !== 0) enter({ direction: (bar.side > 0 ? 'long' : 'short') as never });
    },
    exitRule(exit, { bar, position }) {
      if (bar.side > 0 !== ((position.direction as string) === 'long')) exit();
    },
  } satisfies IStrategy<Bar, Bar, unknown, number>;
  return () => backtest(strategy, series).filter(({ exitReason }) => exitReason !== 'finalize').length;
}

function barsWithSides({ timeMs, open, high, low, close, volume }: Bars, fast: number, slow: number): Bar[] {
  let fastSum = 0;
  let slowSum = 0;
  let first = 0;
  let side = 0;
  return Array.from(close, (price, i) => {
    fastSum += price - (i >= fast ? close[i - fast]! : 0);
    slowSum += price - (i >= slow ? close[i - slow]! : 0);
    if (i >= slow - 1) {
      const now = fastSum / fast > slowSum / slow ? 1 : -1;
      first ||= now;
      if (now !== first || side !== 0) side = now;
    }
    return {
      ...{ time: new Date(timeMs[i]!), open: open[i]!, high: high[i]!, low: low[i]! },
      ...{ close: price, volume: volume[i]!, side },
    };
  });
}
