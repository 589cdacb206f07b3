import { PRICE_COLUMNS, type PriceColumn } from '../bars.ts';
import {
  COMPARISONS,
  type Comparison,
  type Condition,
  type IndicatorKind,
  type Operand,
} from '../strategy.ts';
import { entriesOf, type Reading, refuse } from './reading.ts';

const MOST_DEPTH = 8;
const MOST_NODES = 64;
const OPERATORS: readonly string[] = ['all', 'any', 'not', ...COMPARISONS];

/** The parts of indicators that have several. */
const PARTS: Partial<Record<IndicatorKind, readonly string[]>> = {
  macd: ['line', 'signal', 'hist'],
  bb: ['upper', 'middle', 'lower'],
  donchian: ['upper', 'middle', 'lower'],
};

export function readCondition(reading: Reading, value: unknown, field: string, depth = 1): Condition | null {
  const [entry, ...more] = entriesOf(value) ?? [];
  if (entry === undefined || more.length > 0) {
    return refuse(reading, field, `must be an object with one of ${OPERATORS.join(', ')}`);
  }
  const [operator, given] = entry;
  const place = `${field}.${operator}`;
  if (!OPERATORS.includes(operator)) {
    return refuse(reading, place, `is not known here; there are ${OPERATORS.join(', ')}`);
  }
  if (depth > MOST_DEPTH) return refuse(reading, field, `is nested over ${MOST_DEPTH} levels deep`);
  if (++reading.nodes > MOST_NODES) return refuse(reading, place, `is one operator over ${MOST_NODES}`);
  if (operator === 'not') {
    const not = readCondition(reading, given, place, depth + 1);
    return not === null ? null : { not };
  }
  if (!Array.isArray(given) || given.length === 0) return refuse(reading, place, 'must be a list');
  if (operator === 'all' || operator === 'any') {
    const parts: Condition[] = [];
    for (const [at, part] of given.entries()) {
      const read = readCondition(reading, part, `${place}[${at}]`, depth + 1);
      if (read === null) return null;
      parts.push(read);
    }
    return operator === 'all' ? { all: parts } : { any: parts };
  }
  return readComparison(reading, operator as Comparison, given, place);
}

function readComparison(
  reading: Reading,
  operator: Comparison,
  given: readonly unknown[],
  place: string,
): Condition | null {
  if (given.length !== 2) return refuse(reading, place, 'must be a list of two');
  for (const [at, operand] of given.entries()) {
    const problem = operandProblem(reading, operand);
    if (problem !== null) return refuse(reading, `${place}[${at}]`, problem);
  }
  return { [operator]: [given[0], given[1]] as [Operand, Operand] } as unknown as Condition;
}

function operandProblem({ ind }: Reading, operand: unknown): string | null {
  if (typeof operand === 'number') return Number.isFinite(operand) ? null : 'must be finite';
  if (typeof operand !== 'string') return 'must be a number or a name';
  if (PRICE_COLUMNS.includes(operand as PriceColumn)) return null;
  const [name, part, ...more] = operand.split('.');
  const kind = ind.get(name!)?.[0];
  if (kind === undefined) return `names neither an indicator of ind nor one of ${PRICE_COLUMNS.join(', ')}`;
  const parts = PARTS[kind];
  if (parts === undefined) return part === undefined ? null : `names a part, but ${kind} has none`;
  if (part !== undefined && parts.includes(part) && more.length === 0) return null;
  return `must name a part of ${kind}: ${parts.map((one) => `${name}.${one}`).join(', ')}`;
}
