import { unreachable } from '../assert.ts';
import type { Profile } from './config.ts';
import { BLOCK_BARS, type ColumnPass } from './indicators/column.ts';
import type { Column, Columns } from './indicators/columns.ts';
import { type Comparison, type Condition, RULES, type Strategy } from './strategy.ts';

/** The bits of a bar's signal: which rules hold at its close. */
export const LONG = 1;
export const SHORT = 2;
export const EXIT_LONG = 4;
export const EXIT_SHORT = 8;
const BITS = { long: LONG, short: SHORT, exitLong: EXIT_LONG, exitShort: EXIT_SHORT } as const;

export interface Signals {
  /** Bar `from + j` of the current block at j. */
  values: Uint8Array;
  /** Evaluates the rules of a block whose columns are computed. No rule is read before bar `firstBar`. */
  advance: ColumnPass;
}

/** 0 or 1 for each bar of a block, also read as words of four bars; what is after the last bar means nothing. */
interface Truth {
  bars: Uint8Array;
  words: Int32Array;
}

const WORDS = BLOCK_BARS / 4;
/** A 1 for each of four bars. */
const ONES = 0x01010101;

function openTruth(): Truth {
  const bars = new Uint8Array(BLOCK_BARS);
  return { bars, words: new Int32Array(bars.buffer) };
}

type Pass = (
  a: Float64Array,
  aAt: number,
  b: Float64Array,
  bAt: number,
  out: Uint8Array,
  bars: number,
) => void;

/** Compiles the rules into passes over columns, children before parents. */
export function openSignals(
  strategy: Strategy,
  profile: Profile,
  columns: Columns,
  firstBar: number,
): Signals {
  const passes: ColumnPass[] = [];
  const rules: { bit: number; truth: Truth }[] = [];
  for (const rule of RULES) {
    const condition = strategy[rule];
    if (condition === undefined) continue;
    rules.push({ bit: BITS[rule], truth: compile(condition, profile, columns, passes) });
  }
  const signals = openTruth();
  const values = signals.bars;
  return {
    values,
    advance(from, to) {
      for (const pass of passes) pass(from, to);
      values.fill(0);
      for (const { bit, truth } of rules) addBit(truth.words, bit, signals.words);
      if (firstBar > from) values.fill(0, 0, firstBar - from);
    },
  };
}

function compile(condition: Condition, profile: Profile, columns: Columns, passes: ColumnPass[]): Truth {
  const out = openTruth();
  if ('not' in condition) {
    const of = compile(condition.not, profile, columns, passes);
    passes.push(() => negate(of.words, out.words));
    return out;
  }
  if ('all' in condition || 'any' in condition) {
    const merge = 'all' in condition ? intersect : unite;
    const parts = 'all' in condition ? condition.all : condition.any;
    const [first, ...more] = parts.map((part) => compile(part, profile, columns, passes));
    passes.push(() => {
      out.words.set(first!.words);
      for (const part of more) merge(part.words, out.words);
    });
    return out;
  }
  const [operator, operands] = Object.entries(condition)[0] as [
    Comparison,
    readonly [number | string, string],
  ];
  const { pass, swapped } = comparison(operator, profile);
  const a = columns.of(operands[swapped ? 1 : 0]);
  const b = columns.of(operands[swapped ? 0 : 1]);
  passes.push(comparePass(pass, a, b, operator.startsWith('cross'), out.bars));
  return out;
}

/** A pass over both operands' places in a block; a cross has no bar before the very first to look at. */
function comparePass(pass: Pass, a: Column, b: Column, isCross: boolean, out: Uint8Array): ColumnPass {
  return (from, to) => {
    const skipped = isCross && from === 0 ? 1 : 0;
    const aAt = (a.whole ? from : 1) + skipped;
    const bAt = (b.whole ? from : 1) + skipped;
    const bars = to - from - skipped;
    if (skipped === 0) pass(a.values, aAt, b.values, bAt, out, bars);
    else {
      pass(a.values, aAt, b.values, bAt, out.subarray(1), bars);
      out[0] = 0;
    }
  };
}

function comparison(operator: Comparison, profile: Profile): { pass: Pass; swapped: boolean } {
  const cross = profile === 'btpy' ? crossesStrictly : crosses;
  switch (operator) {
    case 'gt':
      return { pass: exceeds, swapped: false };
    case 'lt':
      return { pass: exceeds, swapped: true };
    case 'gte':
      return { pass: reaches, swapped: false };
    case 'lte':
      return { pass: reaches, swapped: true };
    case 'crossAbove':
      return { pass: cross, swapped: false };
    case 'crossBelow':
      return { pass: cross, swapped: true };
    default:
      return unreachable(operator);
  }
}

const exceeds: Pass = (a, aAt, b, bAt, out, bars) => {
  for (let j = 0; j < bars; j++) out[j] = a[aAt + j]! > b[bAt + j]! ? 1 : 0;
};

const reaches: Pass = (a, aAt, b, bAt, out, bars) => {
  for (let j = 0; j < bars; j++) out[j] = a[aAt + j]! >= b[bAt + j]! ? 1 : 0;
};

/** At or below on the bar before, above now. */
const crosses: Pass = (a, aAt, b, bAt, out, bars) => {
  let wasBelow = a[aAt - 1]! <= b[bAt - 1]!;
  for (let j = 0; j < bars; j++) {
    const now = a[aAt + j]!;
    const other = b[bAt + j]!;
    out[j] = wasBelow && now > other ? 1 : 0;
    wasBelow = now <= other;
  }
};

/** Below on the bar before, above now: where both met in between there is no cross. */
const crossesStrictly: Pass = (a, aAt, b, bAt, out, bars) => {
  let wasBelow = a[aAt - 1]! < b[bAt - 1]!;
  for (let j = 0; j < bars; j++) {
    const now = a[aAt + j]!;
    const other = b[bAt + j]!;
    out[j] = wasBelow && now > other ? 1 : 0;
    wasBelow = now < other;
  }
};

function negate(of: Int32Array, out: Int32Array): void {
  for (let w = 0; w < WORDS; w++) out[w] = of[w]! ^ ONES;
}

function intersect(part: Int32Array, out: Int32Array): void {
  for (let w = 0; w < WORDS; w++) out[w] = out[w]! & part[w]!;
}

function unite(part: Int32Array, out: Int32Array): void {
  for (let w = 0; w < WORDS; w++) out[w] = out[w]! | part[w]!;
}

/** A bar's byte is 0 or 1, so that times a bit it stays a byte: four bars at once do not run into each other. */
function addBit(truth: Int32Array, bit: number, out: Int32Array): void {
  for (let w = 0; w < WORDS; w++) out[w] = out[w]! | (truth[w]! * bit);
}
