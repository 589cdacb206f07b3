/** Strategies to start from, in the strategy language. */
export const TEMPLATES = {
  smaCross: {
    v: 1,
    ind: { fast: ['sma', 'close', 10], slow: ['sma', 'close', 30] },
    long: { crossAbove: ['fast', 'slow'] },
    short: { crossBelow: ['fast', 'slow'] },
    size: { pctEquity: 1 },
    fees: { fixed: 0, rate: 0.001 },
  },
  rsiReversion: {
    v: 1,
    ind: { rsi: ['rsi', 'close', 14], trend: ['sma', 'close', 100] },
    long: { all: [{ lt: ['rsi', 30] }, { gt: ['close', 'trend'] }] },
    exitLong: { gt: ['rsi', 60] },
    sl: { pct: 0.08 },
    size: { pctEquity: 1 },
    fees: { fixed: 0, rate: 0.001 },
  },
  donchianBreakout: {
    v: 1,
    ind: { range: ['donchian', 20], atr: ['atr', 14] },
    long: { gt: ['close', 'range.upper'] },
    exitLong: { lt: ['close', 'range.lower'] },
    sl: { atr: ['atr', 2] },
    size: { riskPct: 0.02 },
    fees: { fixed: 0, rate: 0.001 },
  },
} as const;

export type TemplateName = keyof typeof TEMPLATES;
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as TemplateName[];
