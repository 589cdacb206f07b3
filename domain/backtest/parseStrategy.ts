import { fail, ok, type Result } from '../result.ts';
import { MOST_BARS } from './bars.ts';
import { readCondition } from './parse/conditions.ts';
import { readIndicators } from './parse/indicators.ts';
import { fieldsOf, type Reading, refuse, sizeProblem } from './parse/reading.ts';
import { readFees, readLevel, readSize } from './parse/trading.ts';
import { type Condition, type Level, RULES, type Rule, type Strategy } from './strategy.ts';

const FIELDS = ['v', 'ind', ...RULES, 'sl', 'tp', 'size', 'fees'];
const MOST_PERIOD = 5000;
/** Bars times indicators. */
const MOST_VALUES = 32_000_000;

/**
 * Reads a strategy for data of so many bars. Refuses with `invalid_request`, `field` (a path such as
 * `long.all[1].gt[0]`, or `strategy` for the whole) and `problem`.
 */
export function parseStrategy(value: unknown, bars: number): Result<Strategy> {
  const reading: Reading = {
    ...{ mostPeriod: Math.min(MOST_PERIOD, bars - 2), ind: new Map(), nodes: 0, refusal: null },
  };
  const strategy = read(reading, value, bars);
  if (strategy !== null) return ok(strategy);
  const { field, problem } = reading.refusal!;
  return fail('invalid_request', { field, problem }, `${field} ${problem}.`);
}

function read(reading: Reading, value: unknown, bars: number): Strategy | null {
  const problem = sizeProblem(value);
  if (problem !== null) return refuse(reading, 'strategy', problem);
  if (bars > MOST_BARS) return refuse(reading, 'dataset', `has ${bars} bars, over ${MOST_BARS}`);
  if (bars < 4) return refuse(reading, 'dataset', `has ${bars} bars: no indicator fits in fewer than 4`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(reading, 'strategy', 'must be an object');
  }
  const fields = fieldsOf(reading, value, '', FIELDS);
  if (fields === null) return null;
  if (fields.get('v') !== 1) return refuse(reading, 'v', 'must be 1');
  if (!readIndicators(reading, fields.has('ind') ? fields.get('ind') : {})) return null;
  if (bars * reading.ind.size > MOST_VALUES) {
    return refuse(reading, 'ind', `has too many indicators for ${bars} bars: together over ${MOST_VALUES}`);
  }
  if (!fields.has('long') && !fields.has('short')) {
    return refuse(reading, 'long', 'must be given, unless short is');
  }
  const rules: Partial<Record<Rule, Condition>> = {};
  for (const rule of RULES) {
    if (!fields.has(rule)) continue;
    const condition = readCondition(reading, fields.get(rule), rule);
    if (condition === null) return null;
    rules[rule] = condition;
  }
  const levels: { sl?: Level; tp?: Level } = {};
  for (const name of ['sl', 'tp'] as const) {
    if (!fields.has(name)) continue;
    const level = readLevel(reading, fields.get(name), name);
    if (level === null) return null;
    levels[name] = level;
  }
  const givenSize = fields.has('size') ? fields.get('size') : { pctEquity: 1 };
  const size = readSize(reading, givenSize, levels.sl !== undefined);
  const fees = size === null ? null : readFees(reading, fields.has('fees') ? fields.get('fees') : {});
  if (size === null || fees === null) return null;
  return { v: 1, ind: Object.fromEntries(reading.ind), ...rules, ...levels, size, fees };
}
