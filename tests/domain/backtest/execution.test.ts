import { describe, expect, test } from 'vitest';
import type { BacktestConfig } from '../../../domain/backtest/config.ts';
import { CASES } from './executionCases.ts';
import { barsOf, FIRST_MS, runOn, strategyOf } from './market.ts';

/**
 * One bar a row: `open high low close`, then what the rules say at its close: L long, S short, l exitLong, s exitShort.
 * The rules read it from the volume, so that a table says all there is.
 */
const SIGNALS = { L: 1, S: 2, l: 4, s: 8 } as const;

/** Trades, what was rejected, and the equity, as text. */
function run(
  table: string,
  rest: Record<string, unknown> = {},
  config: Partial<BacktestConfig> = {},
): string[] {
  const lines = table.trim().split('\n');
  const letters = lines.map((line) => (line.trim().split(/\s+/)[4] ?? '') as string);
  const rows = lines.map((line, at) => {
    const prices = line.trim().split(/\s+/).slice(0, 4).map(Number);
    const signal = [...letters[at]!].reduce((sum, letter) => sum + SIGNALS[letter as 'L'], 0);
    return [...prices, signal];
  });
  const used = new Set(letters.join(''));
  const names = { L: 'long', S: 'short', l: 'exitLong', s: 'exitShort' } as const;
  const rules: Record<string, unknown> = { long: { gt: ['volume', 99] } };
  for (const letter of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
    if (used.has(letter)) rules[names[letter]] = exactly(letter, rows);
  }
  const bars = barsOf(rows);
  const strategy = strategyOf({ v: 1, ...rules, size: { units: 10 }, ...rest });
  const result = runOn(bars, strategy, { cashCoins: 10_000, leverage: 10, ...config });
  const bar = (atMs: number) => (atMs - FIRST_MS) / 86_400_000;
  const out = result.trades.map(
    ({ side, qty, entryAtMs, entryPrice, exitAtMs, exitPrice, pnl, exitReason }) =>
      `${side} ${qty} ${bar(entryAtMs)}@${entryPrice} -> ${bar(exitAtMs)}@${exitPrice} ${exitReason} ${pnl}`,
  );
  if (result.rejectedInsufficient > 0) out.push(`rejected ${result.rejectedInsufficient}`);
  if (result.ruined) out.push('ruined');
  return [...out, `equity ${[...result.equity].join(' ')}`];
}

/** A rule that holds on just the bars whose signal has the letter. */
function exactly(letter: keyof typeof SIGNALS, rows: readonly (readonly number[])[]) {
  const values = [...new Set(rows.map((row) => row[4]!))].filter((value) => (value & SIGNALS[letter]) !== 0);
  return { any: values.map((value) => ({ all: [{ gte: ['volume', value] }, { lte: ['volume', value] }] })) };
}

describe('execution, bar by bar', () => {
  test.each(CASES)('$title', ({ bars, rest, config, expected }) => {
    expect(run(bars, rest, config)).toEqual(expected);
  });

  test('[BT3] an ATR level is as far as the ATR at the bar of the signal', () => {
    const rows = [
      [100, 100, 100, 100, 0],
      [100, 104, 100, 100, 0],
      [100, 104, 100, 100, 1],
      [100, 150, 93, 100, 0],
      [100, 100, 100, 100, 0],
    ];
    const strategy = strategyOf({
      ...{ v: 1, ind: { a: ['atr', 2] }, long: { gt: ['volume', 0] }, sl: { atr: ['a', 1.5] } },
      size: { riskPct: 0.006 },
    });
    const [trade] = runOn(barsOf(rows), strategy).trades;
    expect(trade).toMatchObject({ qty: 10, exitPrice: 94, pnl: -60, exitReason: 'stop' });
  });
});
