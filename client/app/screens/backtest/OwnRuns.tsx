import { useSignal } from '@preact/signals';
import type { BacktestSummary } from '../../../sdk/index.ts';
import { formatInstant, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { PagedList } from '../history/PagedList.tsx';
import '../history/history.css';
import { datasetText } from './data/dataText.ts';
import { metricText } from './run/metricText.ts';
import { StatusBadge } from './run/StatusBadge.tsx';
import './run/run.css';

/** One's backtests, newest first; two that are completed can be compared. */
export function OwnRuns() {
  const chosen = useSignal<readonly string[]>([]);
  const toggle = (jobId: string) => {
    const without = chosen.value.filter((id) => id !== jobId);
    chosen.value = without.length < chosen.value.length ? without : [...without, jobId].slice(-2);
  };
  const [first, second] = chosen.value;
  return (
    <section class="panel runs-panel" aria-labelledby="runs-title">
      <div class="page-head">
        <h2 id="runs-title">{t('backtest.myRuns')}</h2>
        {first && second ? (
          <a class="button small primary" href={`/backtest/compare/${first}/${second}`}>
            {t('backtest.compareGo')}
          </a>
        ) : (
          <span class="hint">{t('backtest.compareHint')}</span>
        )}
      </div>
      <PagedList
        none={t('backtest.runsNone')}
        way={null}
        load={(cursor) => fair.backtests.list({ cursor, limit: 20 })}
        show={(items) => <RunTable runs={items} chosen={chosen.value} onToggle={toggle} />}
      />
    </section>
  );
}

interface RunTableProps {
  runs: readonly BacktestSummary[];
  chosen: readonly string[];
  onToggle(jobId: string): void;
}

function RunTable({ runs, chosen, onToggle }: RunTableProps) {
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('history.when')}</th>
          <th>{t('backtest.dataset')}</th>
          <th>{t('backtest.status')}</th>
          <th class="num">{t('metric.totalReturn')}</th>
          <th class="num">{t('metric.sharpe')}</th>
          <th class="num">{t('metric.maxDrawdown')}</th>
          <th>{t('backtest.compare')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.jobId} data-job={run.jobId}>
            <td class="when" data-label={t('history.when')}>
              <time dateTime={new Date(run.createdAtMs).toISOString()} title={formatInstant(run.createdAtMs)}>
                {formatShortInstant(run.createdAtMs)}
              </time>
            </td>
            <td class="what">
              <a href={`/backtest/${run.jobId}`}>{datasetText(run.datasetName)}</a>
            </td>
            <td data-label={t('backtest.status')}>
              <StatusBadge status={run.status} />
            </td>
            {(['totalReturn', 'sharpe', 'maxDrawdown'] as const).map((name) => (
              <td key={name} class="num" data-label={t(`metric.${name}`)}>
                {run.metrics ? metricText(name, run.metrics[name].value) : t('app.unknown')}
              </td>
            ))}
            <td data-label={t('backtest.compare')}>
              {run.status === 'completed' && (
                <input
                  type="checkbox"
                  class="compare-box"
                  aria-label={t('backtest.compareRun', { name: datasetText(run.datasetName) })}
                  checked={chosen.includes(run.jobId)}
                  onChange={() => onToggle(run.jobId)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
