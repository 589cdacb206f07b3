import type { Generated } from './generator.ts';
import type { MoneyCheck } from './money.ts';
import type { Usage } from './sampler.ts';

const THRESHOLDS_CROSSED = 99;
const MOST_RSS_PERCENT_PER_HOUR = 1;

/** Why a run failed, a line each; none: it passed. */
export function verdictOf(
  { exitCode, metrics, output }: Pick<Generated, 'exitCode' | 'metrics' | 'output'>,
  money: MoneyCheck,
  soaked: Usage | null,
): string[] {
  const failures: string[] = [];
  if (exitCode !== 0 && exitCode !== THRESHOLDS_CROSSED) {
    const words = output.trim().split('\n').slice(-5).join(' | ');
    failures.push(`the generator ended with ${exitCode ?? 'a signal'}: ${words}`);
  }
  for (const [name, { thresholds = {}, ...figures }] of Object.entries(metrics)) {
    for (const [threshold, crossed] of Object.entries(thresholds)) {
      if (crossed) failures.push(`${name}: ${threshold} does not hold (${JSON.stringify(figures)})`);
    }
  }
  const { differing, reconciledDifference } = money;
  if (differing.length > 0) {
    const [{ playerId, believed, ledger }] = differing as [MoneyCheck['differing'][number]];
    failures.push(
      `money: ${differing.length} players believe something else than the ledger says; ${playerId} believes ${believed}, the ledger has ${ledger}`,
    );
  }
  if (reconciledDifference !== 0)
    failures.push(`money: the ledger does not add up, by ${reconciledDifference}`);
  if (soaked !== null && soaked.rssPercentPerHour > MOST_RSS_PERCENT_PER_HOUR)
    failures.push(`resident memory grows by ${soaked.rssPercentPerHour.toFixed(2)} % an hour`);
  return failures;
}
