import { DEFINITIONS } from '../../../../../domain/backtest/metrics/definitions.ts';
import { METRIC_NAMES } from '../../../../../domain/backtest/metrics/names.ts';
import type { Metrics } from '../../../../../domain/backtest/metrics.ts';
import { t } from '../../../i18n/i18n.ts';
import { metricText } from './metricText.ts';

/** Every metric with what it means in words, and the published definition that it is computed by. */
export function MetricsTable({ runs, names }: { runs: readonly Metrics[]; names?: readonly string[] }) {
  return (
    <table class={runs.length > 1 ? 'table metrics metrics-two' : 'table metrics'}>
      <thead>
        <tr>
          <th>{t('backtest.metric')}</th>
          {runs.map((_, index) => (
            <th class="num" key={index}>
              {names?.[index] ?? t('backtest.value')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {METRIC_NAMES.map((name) => {
          const ids = [...new Set(runs.map((metrics) => metrics[name].definition))];
          return (
            <tr key={name} data-metric={name}>
              <th scope="row">
                <details>
                  <summary>{t(`metric.${name}`)}</summary>
                  {ids.map((id) => (
                    <p class="mono" lang="en" key={id}>
                      {`${id}: ${DEFINITIONS[id]}`}
                    </p>
                  ))}
                </details>
                <p>{t(`meaning.${name}`)}</p>
              </th>
              {runs.map((metrics, index) => {
                const { value, definition, reason } = metrics[name];
                return (
                  <td class="num" key={index} data-label={names?.[index]}>
                    {metricText(name, value, definition)}
                    {reason && <span class="hint">{t(`backtest.noValue.${reason}`)}</span>}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
