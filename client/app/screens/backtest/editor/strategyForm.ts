import type { PriceColumn } from '../../../../../domain/backtest/bars.ts';
import {
  COMPARISONS,
  type Comparison,
  type Condition,
  type Level,
  type Operand,
  RULES,
  type Rule,
  type Strategy,
} from '../../../../../domain/backtest/strategy.ts';
import { readDecimal, readPercent, writePercent } from './decimal.ts';
import { INDICATORS, type IndicatorForm } from './indicators.ts';

export interface ComparisonForm {
  id: number;
  left: string;
  operator: Comparison;
  /** A name, or a number as typed. */
  right: string;
}

export interface RuleForm {
  joint: 'all' | 'any';
  comparisons: readonly ComparisonForm[];
  /** A rule that is nested deeper than the form shows: kept as it is. */
  nested: Condition | null;
}

export type SizeKind = 'pctEquity' | 'cash' | 'units' | 'riskPct';
export const SIZE_KINDS: readonly SizeKind[] = ['pctEquity', 'cash', 'units', 'riskPct'];

export interface LevelForm {
  kind: 'none' | 'pct' | 'atr';
  /** Percent of the entry price. */
  pct: string;
  /** An ATR indicator's name, and how many of it. */
  atr: string;
  multiple: string;
}

/** A strategy as it is being typed: texts, which need not be valid yet. */
export interface StrategyForm {
  indicators: readonly IndicatorForm[];
  rules: Record<Rule, RuleForm>;
  size: { kind: SizeKind; value: string };
  sl: LevelForm;
  tp: LevelForm;
  fees: { fixed: string; rate: string };
}

let lastId = 0;
export const nextId = () => ++lastId;

/** Sizes that a person reads as percent. */
export function isPercent(kind: SizeKind): boolean {
  return kind === 'pctEquity' || kind === 'riskPct';
}

/** The form of a valid strategy. */
export function formOf(strategy: Strategy): StrategyForm {
  const [[kind, value]] = Object.entries(strategy.size) as [[SizeKind, number]];
  return {
    indicators: Object.entries(strategy.ind).map(([name, [indicator, ...rest]]) => {
      const { source } = INDICATORS[indicator];
      return {
        id: nextId(),
        name,
        kind: indicator,
        source: source ? (rest[0] as PriceColumn) : 'close',
        numbers: (source ? rest.slice(1) : rest).map(String),
      };
    }),
    rules: Object.fromEntries(RULES.map((rule) => [rule, ruleForm(strategy[rule])])) as Record<
      Rule,
      RuleForm
    >,
    size: { kind, value: isPercent(kind) ? writePercent(value) : String(value) },
    sl: levelForm(strategy.sl),
    tp: levelForm(strategy.tp),
    fees: { fixed: String(strategy.fees.fixed), rate: writePercent(strategy.fees.rate) },
  };
}

function ruleForm(condition: Condition | undefined): RuleForm {
  if (condition === undefined) return { joint: 'all', comparisons: [], nested: null };
  const joint = 'any' in condition ? 'any' : 'all';
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition];
  const comparisons = parts.map(comparisonForm);
  return comparisons.every((comparison) => comparison !== null)
    ? { joint, comparisons, nested: null }
    : { joint, comparisons: [], nested: condition };
}

function comparisonForm(condition: Condition): ComparisonForm | null {
  const operator = COMPARISONS.find((name) => name in condition);
  if (operator === undefined) return null;
  const [left, right] = (condition as Record<Comparison, readonly [Operand, Operand]>)[operator];
  return { id: nextId(), left: String(left), operator, right: String(right) };
}

function levelForm(level: Level | undefined): LevelForm {
  const empty: LevelForm = { kind: 'none', pct: '5', atr: '', multiple: '2' };
  if (level === undefined) return empty;
  if ('pct' in level) return { ...empty, kind: 'pct', pct: writePercent(level.pct) };
  return { ...empty, kind: 'atr', atr: level.atr[0], multiple: String(level.atr[1]) };
}

/** What the form says, in the strategy language; not checked. */
export function strategyOf(form: StrategyForm): Record<string, unknown> {
  const { size, fees } = form;
  const value = isPercent(size.kind) ? readPercent(size.value) : readDecimal(size.value);
  return {
    v: 1,
    ind: Object.fromEntries(form.indicators.map((indicator) => [indicator.name, indicatorOf(indicator)])),
    ...Object.fromEntries(
      RULES.map((rule) => [rule, conditionOf(form.rules[rule])] as const).filter(
        ([, condition]) => condition,
      ),
    ),
    ...(form.sl.kind === 'none' ? {} : { sl: levelOf(form.sl) }),
    ...(form.tp.kind === 'none' ? {} : { tp: levelOf(form.tp) }),
    size: { [size.kind]: value },
    fees: { fixed: readDecimal(fees.fixed), rate: readPercent(fees.rate) },
  };
}

function indicatorOf({ kind, source, numbers }: IndicatorForm): unknown[] {
  return [kind, ...(INDICATORS[kind].source ? [source] : []), ...numbers.map(readDecimal)];
}

function conditionOf({ joint, comparisons, nested }: RuleForm): unknown {
  if (nested) return nested;
  const parts = comparisons.map(({ left, operator, right }) => ({
    [operator]: [readDecimal(left), readDecimal(right)],
  }));
  return parts.length > 1 ? { [joint]: parts } : parts[0];
}

function levelOf({ kind, pct, atr, multiple }: LevelForm): unknown {
  return kind === 'pct' ? { pct: readPercent(pct) } : { atr: [atr, readDecimal(multiple)] };
}

/** Where a comparison stands in the strategy, as a refusal names it. */
export function comparisonPath(rule: Rule, { joint, comparisons }: RuleForm, index: number): string {
  return comparisons.length > 1 ? `${rule}.${joint}[${index}]` : rule;
}
