import type { BacktestJob } from '../../../../sdk/index.ts';
import { formatNumber, t } from '../../../i18n/i18n.ts';
import { navigate } from '../../../router.ts';
import { takeStrategy } from '../editor/draft.ts';

/** What was run, on what, and how: with the result hash, all that is needed to compute it again. */
export function Inputs({ job, letter }: { job: BacktestJob; letter?: string }) {
  const values = [
    [t('backtest.datasetHash'), job.datasetSha256],
    [t('backtest.bars'), formatNumber(job.bars)],
    [t('backtest.settings'), JSON.stringify(job.config)],
    [t('backtest.charged'), t('backtest.price', { credits: job.chargedCredits })],
  ] as const;
  const again = () => {
    takeStrategy(job.strategy);
    navigate('/backtest');
  };
  return (
    <details class="panel inputs">
      <summary>{letter ? t('backtest.inputsOf', { letter }) : t('backtest.inputs')}</summary>
      <dl class="values">
        {values.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <pre class="mono strategy-text">{JSON.stringify(job.strategy, null, 2)}</pre>
      <button type="button" class="button small" data-testid="edit-again" onClick={again}>
        {t('backtest.editAgain')}
      </button>
    </details>
  );
}
