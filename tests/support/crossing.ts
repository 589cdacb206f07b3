/** Two moving averages, stop and reverse, as `parseStrategy` leaves it. */
export const CROSSING = {
  ...{ v: 1, ind: { f: ['sma', 'close', 10], s: ['sma', 'close', 20] } },
  ...{ long: { crossAbove: ['f', 's'] }, short: { crossBelow: ['f', 's'] } },
  ...{ size: { pctEquity: 1 }, fees: { fixed: 0, rate: 0.002 } },
} as const;
