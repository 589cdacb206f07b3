import { PRICE_COLUMNS, type PriceColumn } from '../bars.ts';
import type { Indicator, IndicatorKind } from '../strategy.ts';
import { entriesOf, isWithin, type Reading, refuse } from './reading.ts';

const MOST_INDICATORS = 16;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

type Word = 'source' | 'period' | 'deviations';

const FORMS: Record<IndicatorKind, readonly Word[]> = {
  sma: ['source', 'period'],
  ema: ['source', 'period'],
  rsi: ['source', 'period'],
  macd: ['source', 'period', 'period', 'period'],
  bb: ['source', 'period', 'deviations'],
  atr: ['period'],
  donchian: ['period'],
};

/** Reads `ind` into `reading.ind`; false after a refusal. */
export function readIndicators(reading: Reading, value: unknown): boolean {
  const entries = entriesOf(value);
  if (entries === null) return refuse(reading, 'ind', 'must be an object') !== null;
  if (entries.length > MOST_INDICATORS) {
    return refuse(reading, 'ind', `has ${entries.length} indicators, over ${MOST_INDICATORS}`) !== null;
  }
  for (const [name, given] of entries) {
    const indicator = readIndicator(reading, name, given);
    if (indicator === null) return false;
    reading.ind.set(name, indicator);
  }
  return true;
}

function readIndicator(reading: Reading, name: string, given: unknown): Indicator | null {
  const field = `ind.${name}`;
  if (!NAME.test(name)) return refuse(reading, field, 'must be named by up to 32 letters, digits and _');
  if (name in Object.prototype || PRICE_COLUMNS.includes(name as PriceColumn)) {
    return refuse(reading, field, 'has a name that is taken');
  }
  if (!Array.isArray(given)) return refuse(reading, field, 'must be a list such as ["sma", "close", 20]');
  const kind: unknown = given[0];
  if (typeof kind !== 'string' || !Object.hasOwn(FORMS, kind)) {
    return refuse(reading, `${field}[0]`, `must be one of ${Object.keys(FORMS).join(', ')}`);
  }
  const words = FORMS[kind as IndicatorKind];
  if (given.length !== words.length + 1) {
    return refuse(reading, field, `must be ["${kind}", ${words.join(', ')}]`);
  }
  for (const [at, word] of words.entries()) {
    const problem = wordProblem(reading, word, given[at + 1]);
    if (problem !== null) return refuse(reading, `${field}[${at + 1}]`, problem);
  }
  if (kind === 'macd' && given[2] >= given[3]) {
    return refuse(reading, `${field}[2]`, 'must be less than the slow period');
  }
  return given.slice() as unknown as Indicator;
}

function wordProblem({ mostPeriod }: Reading, word: Word, value: unknown): string | null {
  if (word === 'source') {
    return PRICE_COLUMNS.includes(value as PriceColumn) ? null : `must be one of ${PRICE_COLUMNS.join(', ')}`;
  }
  if (word === 'deviations') return isWithin(value, 0, 100) ? null : 'must be a number over 0, up to 100';
  if (Number.isInteger(value) && isWithin(value, 1, mostPeriod)) return null;
  return `must be a whole number from 2 to ${mostPeriod}`;
}
