import type { PriceColumn } from './bars.ts';

/** `["sma", source, period]`, `["macd", source, fast, slow, signal]`, `["bb", source, period, deviations]`, `["atr", period]`. */
export type Indicator =
  | readonly ['sma' | 'ema' | 'rsi', PriceColumn, number]
  | readonly ['macd', PriceColumn, number, number, number]
  | readonly ['bb', PriceColumn, number, number]
  | readonly ['atr' | 'donchian', number];

export type IndicatorKind = Indicator[0];

/** A constant, a price column, or an indicator's name, with its part where it has several: `m.signal`. */
export type Operand = number | string;
export type Pair = readonly [Operand, Operand];

export const COMPARISONS = ['gt', 'lt', 'gte', 'lte', 'crossAbove', 'crossBelow'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly [C in Comparison]: { readonly [K in C]: Pair } }[Comparison];

/** Distance from the entry price: a fraction of it, or so many times an ATR at the bar that gave the signal. */
export type Level = { readonly pct: number } | { readonly atr: readonly [string, number] };

/** `riskPct` is the fraction of the equity that is lost at the stop. */
export type Size =
  | { readonly pctEquity: number }
  | { readonly cash: number }
  | { readonly units: number }
  | { readonly riskPct: number };

/** What a fill costs: `fixed + rate * |quantity| * price`, at entry and at exit. */
export interface Fees {
  readonly fixed: number;
  readonly rate: number;
}

export const RULES = ['long', 'short', 'exitLong', 'exitShort'] as const;
export type Rule = (typeof RULES)[number];

/** A validated strategy, its defaults filled in: equal strategies have equal canonical JSON. Made by `parseStrategy`. */
export interface Strategy {
  readonly v: 1;
  readonly ind: Readonly<Record<string, Indicator>>;
  readonly long?: Condition;
  readonly short?: Condition;
  readonly exitLong?: Condition;
  readonly exitShort?: Condition;
  readonly sl?: Level;
  readonly tp?: Level;
  readonly size: Size;
  readonly fees: Fees;
}
