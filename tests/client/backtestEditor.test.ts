import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPercent, writePercent } from '../../client/app/screens/backtest/editor/decimal.ts';
import { INDICATORS, operandNames } from '../../client/app/screens/backtest/editor/indicators.ts';
import { knownProblem } from '../../client/app/screens/backtest/editor/knownProblem.ts';
import { comparisonPath, formOf, strategyOf } from '../../client/app/screens/backtest/editor/strategyForm.ts';
import { TEMPLATES } from '../../client/app/screens/backtest/editor/templates.ts';
import { parseConfig } from '../../domain/backtest/config.ts';
import { parseStrategy } from '../../domain/backtest/parseStrategy.ts';
import type { Strategy } from '../../domain/backtest/strategy.ts';

const BARS = 10_000;

function parsed(strategy: unknown): Strategy {
  const result = parseStrategy(strategy, BARS);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('the form of a strategy', () => {
  test.each(Object.entries(TEMPLATES))('gives back what was put in: %s', (_, template) => {
    const strategy = parsed(template);
    expect(parsed(strategyOf(formOf(strategy)))).toEqual(strategy);
  });

  test('keeps a rule that is nested deeper than it shows', () => {
    const strategy = parsed({
      v: 1,
      ind: { m: ['macd', 'close', 12, 26, 9], b: ['bb', 'high', 20, 2], a: ['atr', 14] },
      long: { any: [{ not: { gt: ['m.hist', 0] } }, { lt: ['close', 'b.lower'] }] },
      exitLong: { any: [{ gte: ['close', 'b.upper'] }, { crossBelow: ['m.line', 'm.signal'] }] },
      tp: { atr: ['a', 3] },
    });
    const form = formOf(strategy);
    expect(form.rules.long.nested).toEqual(strategy.long);
    expect(form.rules.exitLong).toMatchObject({ nested: null, joint: 'any' });
    expect(strategyOf(form)).toEqual(JSON.parse(JSON.stringify(strategy)));
  });

  test('offers every line of every indicator, and the language takes each', () => {
    const indicators = Object.entries(INDICATORS).map(([kind, { usual, source }], id) => ({
      ...{ id, name: `x${id}`, kind: kind as keyof typeof INDICATORS, source: 'close' as const },
      numbers: usual,
      hasSource: source,
    }));
    const ind = strategyOf({ ...formOf(parsed(TEMPLATES.smaCross)), indicators }).ind;
    for (const name of operandNames(indicators)) parsed({ v: 1, ind, long: { gt: [name, 1] } });
  });

  test('a refusal names the row that it belongs to', () => {
    const form = formOf(parsed(TEMPLATES.rsiReversion));
    const [first, second] = form.rules.long.comparisons;
    const comparisons = [first!, { ...second!, right: 'nothing' }];
    const rule = { ...form.rules.long, comparisons };
    const refused = parseStrategy(strategyOf({ ...form, rules: { ...form.rules, long: rule } }), BARS);
    expect(refused.ok).toBe(false);
    const field = refused.ok ? '' : String(refused.error.details.field);
    expect(field.startsWith(`${comparisonPath('long', rule, 1)}.`)).toBe(true);
    expect(comparisonPath('exitLong', form.rules.exitLong, 0)).toBe('exitLong');
  });

  test('percentages are the fractions that were typed, to the last digit', () => {
    expect([readPercent('1.1'), readPercent('0.07'), readPercent(' 100 ')]).toEqual([0.011, 0.0007, 1]);
    expect([readPercent(''), readPercent('a lot')]).toEqual(['', 'a lot']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (millionths) => {
        const text = String(millionths / 10_000);
        expect(writePercent(readPercent(text) as number)).toBe(text);
      }),
    );
  });
});

describe('what is wrong with a strategy is said in words of ours', () => {
  const base = TEMPLATES.smaCross;
  const tooDeep = Array.from({ length: 9 }).reduce<unknown>((not) => ({ not }), { gt: ['close', 1] });
  test.each([
    ['a period of 1', { ...base, ind: { fast: ['sma', 'close', 1], slow: ['sma', 'close', 30] } }],
    ['an unknown name', { ...base, long: { gt: ['close', 'nobody'] } }],
    ['a part of a line', { ...base, long: { gt: ['fast.upper', 1] } }],
    ['a missing part', { ...base, ind: { fast: ['bb', 'close', 20, 2], slow: ['sma', 'close', 30] } }],
    ['a deviation of 0', { ...base, ind: { ...base.ind, b: ['bb', 'close', 20, 0] } }],
    ['a bad name', { ...base, ind: { ...base.ind, '1st': ['atr', 14] } }],
    ['a taken name', { ...base, ind: { ...base.ind, close: ['atr', 14] } }],
    ['fast and slow', { ...base, ind: { ...base.ind, m: ['macd', 'close', 26, 12, 9] } }],
    ['an unknown indicator', { ...base, ind: { ...base.ind, x: ['vwap', 14] } }],
    ['too few arguments', { ...base, ind: { ...base.ind, x: ['sma', 14] } }],
    ['an indicator that is no list', { ...base, ind: { ...base.ind, x: 5 } }],
    ['no entry', { v: 1, ind: base.ind }],
    ['an unknown key', { ...base, entry: 1 }],
    ['an unknown operator', { ...base, long: { above: ['fast', 'slow'] } }],
    ['two operators', { ...base, long: { gt: ['fast', 1], lt: ['fast', 2] } }],
    ['an empty list', { ...base, long: { all: [] } }],
    ['a comparison of three', { ...base, long: { gt: ['fast', 1, 2] } }],
    ['an operand that is an object', { ...base, long: { gt: ['fast', {}] } }],
    ['too deep', { ...base, long: tooDeep }],
    ['a stop of 0', { ...base, sl: { pct: 0 } }],
    ['a stop of nobody’s ATR', { ...base, sl: { atr: ['fast', 2] } }],
    ['two stops', { ...base, sl: { pct: 0.1, atr: ['fast', 2] } }],
    ['risk without a stop', { ...base, size: { riskPct: 0.01 } }],
    ['two sizes', { ...base, size: { cash: 1, units: 1 } }],
    ['a size of text', { ...base, size: { cash: 'all' } }],
    ['a fee of 90 %', { ...base, fees: { rate: 0.9 } }],
    ['another version', { ...base, v: 2 }],
    ['no object', 'buy low'],
  ])('%s', (_, strategy) => {
    const result = parseStrategy(strategy, BARS);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const problem = result.error.details as { field: string; problem: string };
    expect(knownProblem(problem), problem.problem).not.toBeNull();
  });

  test.each([
    { leverage: 0 },
    { slippageRate: 2 },
    { profile: 'mine' },
    { finalize: 1 },
    { fee: 1 },
    { profile: 'btpy', slippageRate: 0.1 },
    { profile: 'btpy', lotStep: 3 },
  ])('of the settings too: %j', (config) => {
    const result = parseConfig(config);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const problem = result.error.details as { field: string; problem: string };
    expect(knownProblem(problem), problem.problem).not.toBeNull();
  });

  test('limits of fields that are typed in percent are told in percent', () => {
    const result = parseStrategy({ ...base, sl: { pct: 2 } }, BARS);
    const problem = (result.ok ? {} : result.error.details) as { field: string; problem: string };
    expect(knownProblem(problem)).toMatchObject({ percent: true, limits: { from: 0, to: 100 } });
  });
});
