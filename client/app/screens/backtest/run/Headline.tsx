import type { MetricName } from '../../../../../domain/backtest/metrics/names.ts';
import type { Metrics } from '../../../../../domain/backtest/metrics.ts';
import { t } from '../../../i18n/i18n.ts';
import { metricText } from './metricText.ts';

const SHOWN: readonly MetricName[] = [
  'totalReturn',
  'buyAndHoldReturn',
  'sharpe',
  'maxDrawdown',
  'trades',
  'winRate',
];

/** Nothing won and nothing lost is neither good nor bad. */
function toneOf(value: number): string {
  if (value === 0) return '';
  return value > 0 ? 'good' : 'bad';
}

/** The six numbers that most people ask for first. */
export function Headline({ metrics }: { metrics: Metrics }) {
  return (
    <dl class="headline">
      {SHOWN.map((name) => {
        const { value } = metrics[name];
        const tone = name === 'totalReturn' ? toneOf(value ?? 0) : '';
        return (
          <div class="panel" key={name}>
            <dt>{t(`metric.${name}`)}</dt>
            <dd class={tone} data-metric={name}>
              {metricText(name, value)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
