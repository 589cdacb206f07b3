import { useSignal } from '@preact/signals';
import { type BacktestJob, FairgroundError } from '../../../../sdk/index.ts';
import { errorText, t } from '../../../i18n/i18n.ts';
import { showToast } from '../../../store/toasts.ts';
import { hashAgain } from './runAgain.ts';

type Check = 'none' | 'working' | 'valid' | 'invalid';

/** The result's fingerprint, how to compute it again, here or from outside, and the link to share. */
export function ResultHash({ job, resultHash }: { job: BacktestJob; resultHash: string }) {
  const check = useSignal<Check>('none');
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    showToast('good', t('backtest.linkCopied'));
  };
  const verify = async () => {
    check.value = 'working';
    try {
      check.value = (await hashAgain(job)) === resultHash ? 'valid' : 'invalid';
    } catch (error) {
      check.value = 'none';
      showToast('bad', errorText(error instanceof FairgroundError ? error : new FairgroundError('internal')));
    }
  };
  return (
    <section class="panel hash-panel" aria-labelledby="hash-title">
      <h2 id="hash-title">{t('backtest.resultHash')}</h2>
      <p class="mono" data-testid="result-hash">
        {resultHash}
      </p>
      <p class="muted">{t('backtest.hashWhat')}</p>
      <div class="share">
        <button
          type="button"
          class="button small"
          data-testid="recompute"
          disabled={check.value === 'working'}
          onClick={() => void verify()}
        >
          {t(check.value === 'working' ? 'backtest.recomputing' : 'backtest.recompute')}
        </button>
        <span role="status" data-testid="recomputed" data-check={check.value}>
          {check.value === 'valid' && <span class="badge badge-good">{t('backtest.recomputedSame')}</span>}
          {check.value === 'invalid' && <span class="badge badge-bad">{t('backtest.recomputedOther')}</span>}
        </span>
      </div>
      <p class="muted">{t('backtest.fromOutside')}</p>
      <p class="mono command">{`npm run verify -- --url ${location.origin} --backtest ${job.jobId}`}</p>
      <div class="share">
        <span class="hint">{t(job.public ? 'backtest.isPublic' : 'backtest.isPrivate')}</span>
        {job.public && (
          <button type="button" class="button small" onClick={() => void copy().catch(() => {})}>
            {t('backtest.copyLink')}
          </button>
        )}
      </div>
    </section>
  );
}
