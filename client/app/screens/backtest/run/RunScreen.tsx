import { useEffect, useMemo } from 'preact/hooks';
import { errorText, formatDay, t } from '../../../i18n/i18n.ts';
import { player } from '../../../store/player.ts';
import { useTitle } from '../../../ui/useTitle.ts';
import { BacktestHead } from '../BacktestHead.tsx';
import { datasetText } from '../data/dataText.ts';
import { Inputs } from './Inputs.tsx';
import { Progress } from './Progress.tsx';
import { Result } from './Result.tsx';
import { RunController } from './runController.ts';
import { StatusBadge } from './StatusBadge.tsx';
import './run.css';

export default function RunScreen({ jobId }: { jobId: string }) {
  // Signing in may open what a spectator must not see.
  return <Run jobId={jobId} key={`${jobId} ${player.value?.id}`} />;
}

function Run({ jobId }: { jobId: string }) {
  const controller = useMemo(() => new RunController(jobId), [jobId]);
  useEffect(() => () => controller.leave(), [controller]);
  const job = controller.job.value;
  const progress = controller.progress.value;
  const problem = controller.problem.value;
  const title = job ? datasetText(job.datasetName) : t('backtest.title');
  useTitle(title);
  const isLoading = !problem && (!job || (progress?.status === 'completed' && !controller.result.value));
  const isOwn = player.value !== null && job?.playerId === player.value.id;
  return (
    <div class="page">
      <BacktestHead title={title} page={null}>
        {progress && <StatusBadge status={progress.status} />}
      </BacktestHead>
      {job && (
        <p class="muted">{t('backtest.span', { from: formatDay(job.fromMs), to: formatDay(job.toMs) })}</p>
      )}
      {problem && (
        <div class="panel" role="alert">
          <p>{errorText(problem)}</p>
          <button type="button" class="button small" onClick={() => void controller.refresh()}>
            {t('app.retry')}
          </button>
        </div>
      )}
      {isLoading && <p class="empty">{t('app.loading')}</p>}
      {progress && job && progress.status !== 'completed' && (
        <Progress
          job={job}
          progress={progress}
          cancelling={controller.cancelling.value}
          {...(isOwn ? { onCancel: () => void controller.cancel() } : {})}
        />
      )}
      {job?.status === 'completed' && controller.result.value && (
        <Result job={job} result={controller.result.value} />
      )}
      {job && <Inputs job={job} />}
    </div>
  );
}
