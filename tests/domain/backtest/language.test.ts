import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../domain/backtest/config.ts';
import { parseStrategy } from '../../../domain/backtest/parseStrategy.ts';
import { strategyHash } from '../../../domain/backtest/strategies.ts';
import { strategyOf } from './market.ts';

const PLAIN = {
  v: 1,
  ind: { f: ['sma', 'close', 10], m: ['macd', 'close', 12, 26, 9], a: ['atr', 14] },
  long: { crossAbove: ['f', 'close'] },
};
const with_ = (change: Record<string, unknown>) => ({ ...PLAIN, ...change });
const nested = (depth: number, inner: unknown = { gt: ['f', 1] }): unknown =>
  depth === 0 ? inner : { not: nested(depth - 1, inner) };
const many = (count: number) => ({ any: Array.from({ length: count }, () => ({ gt: ['f', 1] })) });
const indicators = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`i${at}`, ['sma', 'close', 10]]));
const own = (text: string) => JSON.parse(text) as Record<string, unknown>;

/** What is refused, and by which field; on 1,000 bars. */
const REFUSED: [field: string, value: unknown][] = [
  ['strategy', null],
  ['strategy', []],
  ['strategy', 'sma'],
  ['strategy', with_({ long: nested(40) })],
  ['strategy', with_({ ind: { f: ['x'.repeat(16_384)] } })],
  ['v', with_({ v: 2 })],
  ['v', { long: { gt: ['close', 1] } }],
  ['trailing', with_({ trailing: 1 })],
  ['__proto__', own('{"v":1,"__proto__":{"long":1}}')],
  ['constructor', own('{"v":1,"constructor":1}')],
  ['ind', with_({ ind: null })],
  ['ind', with_({ ind: [] })],
  ['ind', with_({ ind: indicators(17) })],
  ['ind.9f', with_({ ind: { '9f': ['sma', 'close', 10] } })],
  ['ind.a.b', with_({ ind: { 'a.b': ['sma', 'close', 10] } })],
  ['ind.close', with_({ ind: { close: ['sma', 'close', 10] } })],
  ['ind.constructor', with_({ ind: { constructor: ['sma', 'close', 10] } })],
  ['ind.__proto__', with_({ ind: own('{"__proto__":["sma","close",10]}') })],
  ['ind.f', with_({ ind: { f: 'sma' } })],
  ['ind.f', with_({ ind: { f: ['sma', 'close'] } })],
  ['ind.f', with_({ ind: { f: ['sma', 'close', 10, 10] } })],
  ['ind.f[0]', with_({ ind: { f: ['toString', 'close', 10] } })],
  ['ind.f[0]', with_({ ind: { f: [['sma'], 'close', 10] } })],
  ['ind.f[1]', with_({ ind: { f: ['sma', 'f', 10] } })],
  ['ind.f[2]', with_({ ind: { f: ['sma', 'close', 1] } })],
  ['ind.f[2]', with_({ ind: { f: ['sma', 'close', 10.5] } })],
  ['ind.f[2]', with_({ ind: { f: ['sma', 'close', '10'] } })],
  ['ind.f[2]', with_({ ind: { f: ['sma', 'close', 999] } })],
  ['ind.m[2]', with_({ ind: { m: ['macd', 'close', 26, 12, 9] } })],
  ['ind.b[3]', with_({ ind: { b: ['bb', 'close', 20, 0] } })],
  ['ind.a[1]', with_({ ind: { a: ['atr', 1] } })],
  ['long', { v: 1 }],
  ['long', with_({ long: {} })],
  ['long', with_({ long: null })],
  ['long', with_({ long: { gt: ['f', 1], lt: ['f', 2] } })],
  ['long.above', with_({ long: { above: ['f', 1] } })],
  ['long.constructor', with_({ long: own('{"constructor":["f",1]}') })],
  ['long.not.not.not.not.not.not.not.not', with_({ long: nested(8) })],
  ['long.any[63].gt', with_({ long: many(64) })],
  ['short.any[32].gt', with_({ long: many(30), short: many(40) })],
  ['long.all', with_({ long: { all: [] } })],
  ['long.any', with_({ long: { any: { gt: ['f', 1] } } })],
  ['long.gt', with_({ long: { gt: ['f'] } })],
  ['long.gt', with_({ long: { gt: ['f', 1, 2] } })],
  ['long.all[1].gt[0]', with_({ long: { all: [{ lt: ['f', 1] }, { gt: ['g', 1] }] } })],
  ['long.gt[0]', with_({ long: { gt: ['constructor', 1] } })],
  ['long.gt[0]', with_({ long: { gt: ['__proto__', 1] } })],
  ['long.gt[0]', with_({ long: { gt: ['f.upper', 1] } })],
  ['long.gt[0]', with_({ long: { gt: ['m', 1] } })],
  ['long.gt[0]', with_({ long: { gt: ['m.constructor', 1] } })],
  ['long.gt[0]', with_({ long: { gt: ['m.line.x', 1] } })],
  ['long.gt[1]', with_({ long: { gt: ['f', Number.POSITIVE_INFINITY] } })],
  ['long.gt[1]', with_({ long: { gt: ['f', Number.NaN] } })],
  ['long.gt[1]', with_({ long: { gt: ['f', { gt: ['f', 1] }] } })],
  ['exitLong.gt[1]', with_({ exitLong: { gt: ['f', null] } })],
  ['sl', with_({ sl: 0.1 })],
  ['sl', with_({ sl: {} })],
  ['sl', with_({ sl: { pct: 0.1, atr: ['a', 2] } })],
  ['sl.pct', with_({ sl: { pct: 0 } })],
  ['sl.pct', with_({ sl: { pct: 1.5 } })],
  ['tp.pct', with_({ tp: { pct: -1 } })],
  ['tp.points', with_({ tp: { points: 3 } })],
  ['sl.atr', with_({ sl: { atr: 'a' } })],
  ['sl.atr[0]', with_({ sl: { atr: ['f', 2] } })],
  ['sl.atr[1]', with_({ sl: { atr: ['a', 0] } })],
  ['size', with_({ size: 1 })],
  ['size', with_({ size: { cash: 1, units: 1 } })],
  ['size.pctEquity', with_({ size: { pctEquity: 0 } })],
  ['size.units', with_({ size: { units: '1' } })],
  ['size.riskPct', with_({ size: { riskPct: 0.01 } })],
  ['fees', with_({ fees: null })],
  ['fees.rate', with_({ fees: { rate: 0.6 } })],
  ['fees.fixed', with_({ fees: { fixed: -1 } })],
  ['fees.percent', with_({ fees: { percent: 1 } })],
];

describe('[BT13] strategies', () => {
  test.each(REFUSED)('refused by %s', (field, value) => {
    const parsed = parseStrategy(value, 1000);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid_request', details: { field } } });
    if (!parsed.ok) expect(parsed.error.message).toContain(String(parsed.error.details.problem));
  });

  test.each([
    [
      'all that there is',
      with_({ long: nested(7), short: many(50), size: { riskPct: 0.01 }, sl: { atr: ['a', 2] } }),
    ],
    ['parts', with_({ long: { crossAbove: ['m.line', 'm.signal'] }, exitLong: { lt: ['m.hist', -0.5] } })],
    ['prices and constants alone', { v: 1, short: { all: [{ gt: ['high', 2] }, { lte: [1, 'volume'] }] } }],
    ['16 indicators', with_({ ind: indicators(16), long: { gt: ['i15', 1] } })],
    ['the longest period', with_({ ind: { f: ['sma', 'close', 998] } })],
  ])('taken: %s', (_, value) => {
    expect(parseStrategy(value, 1000)).toMatchObject({ ok: true });
  });

  test('bars, and bars times indicators, have a limit', () => {
    const sixteen = with_({ ind: indicators(16), long: { gt: ['i0', 1] } });
    expect(parseStrategy(PLAIN, 2_000_001)).toMatchObject({ error: { details: { field: 'dataset' } } });
    expect(parseStrategy(PLAIN, 1)).toMatchObject({ error: { details: { field: 'dataset' } } });
    expect(parseStrategy(sixteen, 2_000_000)).toMatchObject({ ok: true });
    expect(parseStrategy(with_({ ind: { f: ['sma', 'close', 5001] } }), 2_000_000)).toMatchObject({
      error: { details: { field: 'ind.f[2]' } },
    });
  });

  test('defaults are filled in: equal strategies have one hash', () => {
    const hash = (value: unknown) => strategyHash(strategyOf(value));
    const bare = { v: 1, long: { gt: ['close', 1] } };
    const full = {
      ...{ fees: { rate: 0, fixed: 0 }, size: { pctEquity: 1 } },
      ...{ long: { gt: ['close', 1] }, ind: {}, v: 1 },
    };
    expect(strategyOf(bare)).toEqual(full);
    expect(hash(bare)).toBe(hash(full));
    expect(hash(bare)).not.toBe(hash({ ...bare, fees: { rate: 0.001 } }));
  });
});

describe('[BT14] settings', () => {
  test.each([
    ['config', 1],
    ['config', []],
    ['config.cash', { cash: 1 }],
    ['config.__proto__', own('{"__proto__":1}')],
    ['config.profile', { profile: 'python' }],
    ['config.cashCoins', { cashCoins: 0 }],
    ['config.cashCoins', { cashCoins: Number.NaN }],
    ['config.slippageRate', { slippageRate: -0.1 }],
    ['config.spreadRate', { spreadRate: '0' }],
    ['config.finalize', { finalize: 1 }],
    ['config.leverage', { leverage: 0.5 }],
    ['config.lotStep', { lotStep: -1 }],
    ['config.slippageRate', { profile: 'btpy', slippageRate: 0.1 }],
    ['config.lotStep', { profile: 'btpy', lotStep: 0.1 }],
  ])('refused by %s: %j', (field, value) => {
    expect(parseConfig(value)).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', details: { field } },
    });
  });

  test('what is left out has its default', () => {
    const defaults = {
      ...{ profile: 'native', cashCoins: 10_000, slippageRate: 0, spreadRate: 0 },
      ...{ finalize: true, leverage: 1, lotStep: 0 },
    };
    expect(parseConfig(undefined)).toEqual({ ok: true, value: defaults });
    expect(parseConfig({ leverage: 3 })).toEqual({ ok: true, value: { ...defaults, leverage: 3 } });
  });
});
