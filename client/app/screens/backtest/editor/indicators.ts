import { PRICE_COLUMNS, type PriceColumn } from '../../../../../domain/backtest/bars.ts';
import type { IndicatorKind } from '../../../../../domain/backtest/strategy.ts';

export type IndicatorNumber = 'period' | 'fast' | 'slow' | 'signal' | 'deviations';

interface IndicatorShape {
  /** Computed from a price column of one's choice; otherwise from all of the bar. */
  source: boolean;
  numbers: readonly IndicatorNumber[];
  usual: readonly string[];
  /** What rules call its lines: `m.signal`. None: by its name alone. */
  parts: readonly string[];
}

/** What each kind of indicator asks for in the form, in the order of the strategy language. */
export const INDICATORS: Record<IndicatorKind, IndicatorShape> = {
  sma: { source: true, numbers: ['period'], usual: ['20'], parts: [] },
  ema: { source: true, numbers: ['period'], usual: ['20'], parts: [] },
  rsi: { source: true, numbers: ['period'], usual: ['14'], parts: [] },
  macd: {
    source: true,
    numbers: ['fast', 'slow', 'signal'],
    usual: ['12', '26', '9'],
    parts: ['line', 'signal', 'hist'],
  },
  bb: {
    source: true,
    numbers: ['period', 'deviations'],
    usual: ['20', '2'],
    parts: ['upper', 'middle', 'lower'],
  },
  atr: { source: false, numbers: ['period'], usual: ['14'], parts: [] },
  donchian: { source: false, numbers: ['period'], usual: ['20'], parts: ['upper', 'middle', 'lower'] },
};

export const INDICATOR_KINDS = Object.keys(INDICATORS) as IndicatorKind[];

export interface IndicatorForm {
  /** Of this row, for as long as it is edited. */
  id: number;
  name: string;
  kind: IndicatorKind;
  source: PriceColumn;
  numbers: readonly string[];
}

/** What a rule may compare: price columns, and each line of each indicator. */
export function operandNames(indicators: readonly IndicatorForm[]): string[] {
  const lines = indicators.flatMap(({ name, kind }) => {
    const { parts } = INDICATORS[kind];
    return parts.length === 0 ? [name] : parts.map((part) => `${name}.${part}`);
  });
  return [...PRICE_COLUMNS, ...new Set(lines)];
}
