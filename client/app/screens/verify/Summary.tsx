import { formatInstant, formatMultiplier, formatNumber, t, tableName } from '../../i18n/i18n.ts';
import type { Report } from './report.ts';
import { VerdictBadge } from './Verdict.tsx';

export function Summary({ report }: { report: Report }) {
  const { record, verdict, own } = report;
  const valid = verdict.valid && (own?.verdict.valid ?? true);
  const game = formatNumber(record.game);
  const wrong = verdict.valid ? (own?.verdict ?? verdict) : verdict;
  return (
    <section class={`panel summary ${valid ? 'summary-good' : 'summary-bad'}`} data-testid="summary">
      <div class="summary-head">
        <VerdictBadge valid={valid} />
        <p class="muted">{t('history.crashRound', { table: tableName(record.table), game })}</p>
      </div>
      <p class="summary-bust">{formatMultiplier(record.bustHundredths)}</p>
      <p class="summary-text">
        {wrong.valid
          ? t('verify.summaryValid', { game })
          : t('verify.summaryInvalid', { game, field: wrong.field })}
      </p>
      {record.voided && <p class="bad">{t('verify.voided', { reason: record.voidReason ?? '' })}</p>}
      <p class="hint">
        {t('verify.summaryCoins', {
          bets: formatNumber(record.bets.length),
          staked: formatNumber(record.stakedCoins),
          paid: formatNumber(record.paidCoins),
        })}
        <br />
        {formatInstant(record.launchedAtMs)}
      </p>
    </section>
  );
}
