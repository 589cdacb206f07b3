import { useSignal } from '@preact/signals';
import type { StrategyInsights } from '../../../../../domain/backtest/strategies.ts';
import type { RankedStrategy } from '../../../../sdk/index.ts';
import { formatDay, formatNumber, t } from '../../../i18n/i18n.ts';
import { fair } from '../../../store/player.ts';
import { metricText } from '../run/metricText.ts';

/** A strategy's name; opened, what its best run was computed from, and how all runs of it did. */
export function RowDetails({ row }: { row: RankedStrategy }) {
  const insights = useSignal<StrategyInsights | null>(null);
  const asked = useSignal(false);
  const open = () => {
    if (asked.value) return;
    asked.value = true;
    // Under five runs there are none.
    fair.strategies.insights(row.strategyHash).then(
      (told) => {
        insights.value = told;
      },
      () => {},
    );
  };
  const { inputs } = row;
  return (
    <details class="row-details" onToggle={open}>
      <summary>{row.name}</summary>
      {insights.value && (
        <ul class="insights">
          {insights.value.byCondition.map(({ condition, runs, medianReturn, medianSharpe }) => (
            <li key={condition}>
              {t('backtest.insight', {
                market: t(`backtest.market.${condition}`),
                runs: formatNumber(runs),
                return: metricText('totalReturn', medianReturn),
                sharpe: metricText('sharpe', medianSharpe),
              })}
            </li>
          ))}
        </ul>
      )}
      <dl class="values">
        <div>
          <dt>{t('backtest.resultHash')}</dt>
          <dd class="mono">{row.resultHash}</dd>
        </div>
        <div>
          <dt>{t('backtest.datasetHash')}</dt>
          <dd class="mono">{inputs.datasetSha256}</dd>
        </div>
        <div>
          <dt>{t('backtest.period')}</dt>
          <dd>{t('backtest.span', { from: formatDay(inputs.fromMs), to: formatDay(inputs.toMs) })}</dd>
        </div>
        <div>
          <dt>{t('backtest.settings')}</dt>
          <dd class="mono">{JSON.stringify(inputs.config)}</dd>
        </div>
      </dl>
      <pre class="mono strategy-text">{JSON.stringify(inputs.strategy, null, 2)}</pre>
      {row.jobId && <a href={`/backtest/${row.jobId}`}>{t('backtest.openRun')}</a>}
    </details>
  );
}
