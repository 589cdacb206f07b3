import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type BacktestJob, type BacktestResultView, FairgroundError } from '../../../sdk/index.ts';
import { errorText, formatDay, t } from '../../i18n/i18n.ts';
import { fair, player } from '../../store/player.ts';
import { useTitle } from '../../ui/useTitle.ts';
import { BacktestHead } from './BacktestHead.tsx';
import { GrowthChart, type TwoCurves } from './charts/GrowthChart.tsx';
import { datasetText } from './data/dataText.ts';
import { Inputs } from './run/Inputs.tsx';
import { MetricsTable } from './run/MetricsTable.tsx';
import './run/run.css';

interface Compared {
  job: BacktestJob;
  result: BacktestResultView;
}

type Shown =
  | { state: 'loading' }
  | { state: 'ready'; runs: readonly [Compared, Compared] }
  | { state: 'failed'; error: FairgroundError };

async function load(jobId: string): Promise<Compared> {
  const [job, result] = await Promise.all([fair.backtests.get(jobId), fair.backtests.result(jobId)]);
  return { job, result };
}

/** Two completed runs: their curves from the same point, and every metric beside the other. */
export default function CompareScreen({ first, second }: { first: string; second: string }) {
  useTitle(t('backtest.compare'));
  const shown = useSignal<Shown>({ state: 'loading' });
  const playerId = player.value?.id;
  useEffect(() => {
    let wanted = true;
    Promise.all([load(first), load(second)]).then(
      (runs) => {
        if (wanted) shown.value = { state: 'ready', runs };
      },
      (caught: unknown) => {
        const error = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
        if (wanted) shown.value = { state: 'failed', error };
      },
    );
    return () => {
      wanted = false;
    };
  }, [first, second, playerId]);
  const view = shown.value;
  return (
    <div class="page">
      <BacktestHead title={t('backtest.compare')} page={null} />
      {view.state === 'loading' && <p class="empty">{t('app.loading')}</p>}
      {view.state === 'failed' && <p class="panel">{errorText(view.error)}</p>}
      {view.state === 'ready' && <Comparison runs={view.runs} />}
    </div>
  );
}

function Comparison({ runs }: { runs: readonly [Compared, Compared] }) {
  const curves = useMemo<TwoCurves>(() => [runs[0].result.equity, runs[1].result.equity], [runs]);
  return (
    <>
      <section class="panel chart-panel" data-testid="comparison" aria-labelledby="growth-title">
        <h2 id="growth-title">{t('backtest.growth')}</h2>
        <ul class="legend">
          {runs.map(({ job }, index) => (
            <li key={index} data-line={index}>
              <a href={`/backtest/${job.jobId}`}>{nameOfRun(index, job)}</a>
            </li>
          ))}
        </ul>
        <GrowthChart curves={curves} />
      </section>
      <section class="panel" aria-labelledby="compare-metrics-title">
        <h2 id="compare-metrics-title">{t('backtest.metrics')}</h2>
        <MetricsTable runs={runs.map(({ result }) => result.metrics)} names={['A', 'B']} />
      </section>
      <div class="compare-inputs">
        {runs.map(({ job }, index) => (
          <Inputs key={index} job={job} letter={'AB'[index]!} />
        ))}
      </div>
    </>
  );
}

function nameOfRun(index: number, { datasetName, fromMs, toMs }: BacktestJob): string {
  return t('backtest.runName', {
    letter: 'AB'[index]!,
    name: datasetText(datasetName),
    from: formatDay(fromMs),
    to: formatDay(toMs),
  });
}
