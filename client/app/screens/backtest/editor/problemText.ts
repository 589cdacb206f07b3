import { formatNumber, formatPercent, t } from '../../../i18n/i18n.ts';
import { knownProblem, type Problem } from './knownProblem.ts';

/** What is wrong with a field, in the language in force. */
export function problemText(problem: Problem): string {
  const known = knownProblem(problem);
  if (known === null) return t('backtest.problem.other', { problem: problem.problem });
  const write = known.percent ? formatPercent : formatNumber;
  const limits = Object.entries(known.limits).map(([name, limit]) => [name, write(limit)]);
  return t(known.key, { ...known.words, ...Object.fromEntries(limits) });
}
