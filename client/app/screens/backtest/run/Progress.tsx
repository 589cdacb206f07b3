import type { EquityPoint } from '../../../../../domain/backtest/result.ts';
import type { BacktestJob } from '../../../../sdk/index.ts';
import { formatNumber, formatPercent, t, tMaybe } from '../../../i18n/i18n.ts';
import { EquityChart } from '../charts/EquityChart.tsx';
import { isOver } from './runController.ts';

/** Where each stage begins; the last one is done at 100. */
const STAGES = [
  { stage: 'accepted', fromPercent: 10 },
  { stage: 'data', fromPercent: 20 },
  { stage: 'indicators', fromPercent: 30 },
  { stage: 'simulation', fromPercent: 30.1 },
  { stage: 'metrics', fromPercent: 80 },
  { stage: 'stored', fromPercent: 100 },
] as const;

interface ProgressProps {
  job: BacktestJob;
  progress: { status: BacktestJob['status']; percent: number; equity: readonly EquityPoint[] };
  cancelling: boolean;
  /** The owner's. */
  onCancel?(): void;
}

/** A run under way, or one that did not come to its end. */
export function Progress({ job, progress, cancelling, onCancel }: ProgressProps) {
  const { status, percent, equity } = progress;
  const over = isOver(progress);
  return (
    <section class="panel progress-panel" data-testid="progress" data-percent={percent}>
      <div class="progress-head">
        <div
          class="progress-bar"
          role="progressbar"
          aria-label={t('backtest.progress')}
          aria-valuenow={Math.round(percent)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <span style={{ inlineSize: `${percent}%` }} />
        </div>
        <strong>{formatPercent(percent, 0)}</strong>
      </div>
      <ol class="stages">
        {STAGES.map(({ stage, fromPercent }) => (
          <li key={stage} data-reached={percent >= fromPercent}>
            {t(`backtest.stage.${stage}`)}
          </li>
        ))}
      </ol>
      <p class="muted" role="status">
        {statusText(job, status)}
      </p>
      {equity.length > 1 && <EquityChart points={equity} />}
      {onCancel && !over && (
        <button type="button" class="button" data-testid="cancel" disabled={cancelling} onClick={onCancel}>
          {t(
            cancelling
              ? 'backtest.cancelling'
              : status === 'queued'
                ? 'backtest.cancelQueued'
                : 'backtest.cancel',
          )}
        </button>
      )}
    </section>
  );
}

/** `status` is told live: why it ended, and whether it was refunded, stands in the job, which is read again then. */
function statusText(job: BacktestJob, status: BacktestJob['status']): string {
  if (isOver({ status })) return isOver(job) ? endText(job) : '';
  return status === 'queued' ? queueText(job) : t('backtest.running');
}

function queueText({ position }: BacktestJob): string {
  return position > 0 ? t('backtest.waiting', { position: formatNumber(position) }) : t('backtest.next');
}

function endText({ status, reason, refunded, chargedCredits }: BacktestJob): string {
  const what = t(status === 'cancelled' ? 'backtest.wasCancelled' : 'backtest.hasFailed');
  const why = reason === null ? null : tMaybe(`backtest.reason.${reason}`);
  const back = t(refunded ? 'backtest.refunded' : 'backtest.notRefunded', { credits: chargedCredits });
  return [what, why, back].filter((part) => part !== null).join(' ');
}
