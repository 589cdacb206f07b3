import type { MetricName } from '../../../../../domain/backtest/metrics/names.ts';
import type { Metrics } from '../../../../../domain/backtest/metrics.ts';
import { t } from '../../../i18n/i18n.ts';
import { netTone } from '../../../ui/netTone.ts';
import { metricText } from './metricText.ts';

const SHOWN: readonly MetricName[] = [
  'totalReturn',
  'buyAndHoldReturn',
  'sharpe',
  'maxDrawdown',
  'trades',
  'winRate',
];

/** The six numbers that most people ask for first. */
export function Headline({ metrics }: { metrics: Metrics }) {
  return (
    <dl class="headline">
      {SHOWN.map((name) => {
        const { value } = metrics[name];
        const tone = name === 'totalReturn' ? netTone(value ?? 0) : '';
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
