import type { Fees, Level, Size } from '../strategy.ts';
import { fieldsOf, isWithin, type Reading, refuse } from './reading.ts';

/** The most that a stop may be away is all of the price; a target may be further. */
const MOST_DISTANCE = { sl: 1, tp: 100 } as const;
const MOST_ATRS = 1000;
const MOST_MONEY = 1e15;

const SIZES: Record<string, number> = { pctEquity: 100, cash: MOST_MONEY, units: MOST_MONEY, riskPct: 1 };

/** `sl` or `tp`. */
export function readLevel(reading: Reading, value: unknown, field: 'sl' | 'tp'): Level | null {
  const fields = fieldsOf(reading, value, field, ['pct', 'atr']);
  if (fields === null) return null;
  if (fields.size !== 1) return refuse(reading, field, 'must have either pct or atr');
  if (fields.has('pct')) {
    const pct = fields.get('pct');
    const most = MOST_DISTANCE[field];
    if (isWithin(pct, 0, most)) return { pct };
    return refuse(reading, `${field}.pct`, `must be a fraction over 0, up to ${most}`);
  }
  const atr = fields.get('atr');
  if (!Array.isArray(atr) || atr.length !== 2) {
    return refuse(reading, `${field}.atr`, 'must be a list such as ["a", 2]');
  }
  const [name, times] = atr as [unknown, unknown];
  if (typeof name !== 'string' || reading.ind.get(name)?.[0] !== 'atr') {
    return refuse(reading, `${field}.atr[0]`, 'must name an atr of ind');
  }
  if (isWithin(times, 0, MOST_ATRS)) return { atr: [name, times] };
  return refuse(reading, `${field}.atr[1]`, `must be a number over 0, up to ${MOST_ATRS}`);
}

export function readSize(reading: Reading, value: unknown, hasStop: boolean): Size | null {
  const fields = fieldsOf(reading, value, 'size', Object.keys(SIZES));
  if (fields === null) return null;
  const [entry, ...more] = fields;
  if (entry === undefined || more.length > 0) {
    return refuse(reading, 'size', `must have one of ${Object.keys(SIZES).join(', ')}`);
  }
  const [kind, amount] = entry;
  if (!isWithin(amount, 0, SIZES[kind]!)) {
    return refuse(reading, `size.${kind}`, `must be a number over 0, up to ${SIZES[kind]}`);
  }
  if (kind === 'riskPct' && !hasStop)
    return refuse(reading, 'size.riskPct', 'needs sl, a stop to lose it at');
  return { [kind]: amount } as unknown as Size;
}

export function readFees(reading: Reading, value: unknown): Fees | null {
  const fields = fieldsOf(reading, value, 'fees', ['fixed', 'rate']);
  if (fields === null) return null;
  const { fixed = 0, rate = 0 } = Object.fromEntries(fields);
  if (!isFrom0(fixed, MOST_MONEY)) {
    return refuse(reading, 'fees.fixed', `must be a number from 0 to ${MOST_MONEY}`);
  }
  if (!isFrom0(rate, 0.5)) return refuse(reading, 'fees.rate', 'must be a fraction from 0 to 0.5');
  return { fixed, rate };
}

function isFrom0(value: unknown, most: number): value is number {
  return value === 0 || isWithin(value, 0, most);
}
