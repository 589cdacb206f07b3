import type { MessageKey } from '../../../i18n/en.ts';

/** What is wrong, and where: a path such as `long.all[1].gt[0]`. */
export interface Problem {
  field: string;
  problem: string;
}

/** A problem in the terms of the catalogue. Limits of what is typed in percent are percentages. */
export interface KnownProblem {
  key: MessageKey;
  words: Record<string, string>;
  limits: Record<string, number>;
  percent: boolean;
}

/** How the strategy language and the settings say what is wrong, and what we call that. */
const KINDS: readonly (readonly [RegExp, MessageKey])[] = [
  [/^must be a (?:number|fraction) over (?<from>[\d.]+), up to (?<to>[\d.e+]+)$/, 'backtest.problem.over'],
  [/^must be a (?:number|fraction) from (?<from>[\d.]+) to (?<to>[\d.e+]+)$/, 'backtest.problem.from'],
  [/^must be a whole number from (?<from>\d+) to (?<to>\d+)$/, 'backtest.problem.whole'],
  [/^names neither an indicator/, 'backtest.problem.unknownName'],
  [/^names a part, but (?<kind>\w+) has none$/, 'backtest.problem.noParts'],
  [/^must name a part of \w+: (?<list>.+)$/, 'backtest.problem.part'],
  [/^must be a number or a name$/, 'backtest.problem.operand'],
  [/^must be finite$/, 'backtest.problem.finite'],
  [/^must be named by up to 32/, 'backtest.problem.badName'],
  [/^has a name that is taken$/, 'backtest.problem.takenName'],
  [/^stands twice$/, 'backtest.problem.twice'],
  [/^must be less than the slow period$/, 'backtest.problem.fastSlow'],
  [/^must name an atr of ind$/, 'backtest.problem.atr'],
  [/^needs sl/, 'backtest.problem.needsStop'],
  [/^must (?:be|have) one of (?<list>.+)$/, 'backtest.problem.oneOf'],
  [/^must be an object with one of (?<list>.+)$/, 'backtest.problem.oneOf'],
  [/^must have either (?<list>.+)$/, 'backtest.problem.oneOf'],
  [/^(?:is not known here; there are (?<list>.+)|is not a known setting)$/, 'backtest.problem.unknownKey'],
  [/^must be an object$/, 'backtest.problem.object'],
  [/^must be a list of two$/, 'backtest.problem.two'],
  [/^must be a list such as (?<example>.+)$/, 'backtest.problem.example'],
  [/^must be (?<example>\[.+\]|"native" or "btpy"|true or false|1)$/, 'backtest.problem.example'],
  [/^must be a list$/, 'backtest.problem.list'],
  [
    /^(?:is nested|is one operator over|is over \d+ bytes|has \d+ indicators|has too many)/,
    'backtest.problem.tooMuch',
  ],
  [/^must be given, unless short is$/, 'backtest.problem.noEntry'],
  [/^is no JSON$/, 'backtest.problem.json'],
  [/in profile btpy/, 'backtest.problem.btpy'],
];

/** Shown and typed as percent in the form; the language has fractions. */
const PERCENT = /^(sl\.pct|tp\.pct|size\.(pctEquity|riskPct)|fees\.rate|config\.(slippage|spread)Rate)$/;

/** Null for what has no words of ours. */
export function knownProblem({ field, problem }: Problem): KnownProblem | null {
  const percent = PERCENT.test(field);
  for (const [pattern, key] of KINDS) {
    const found = pattern.exec(problem);
    if (!found) continue;
    const { from, to, ...words } = found.groups ?? {};
    const limits = from !== undefined && to !== undefined ? { from: Number(from), to: Number(to) } : {};
    const scaled = Object.entries(limits).map(([name, limit]) => [name, percent ? limit * 100 : limit]);
    return { key, words: words as Record<string, string>, limits: Object.fromEntries(scaled), percent };
  }
  return null;
}
