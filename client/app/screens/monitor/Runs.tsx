import { useEffect } from 'preact/hooks';
import { formatPercent, t } from '../../i18n/i18n.ts';
import { useReadable } from '../../store/mirror.ts';
import { fair } from '../../store/player.ts';
import type { WallController } from './wallController.ts';

/** Public backtests under way, with the equity that grows. Nothing while there are none. */
export function Runs({ controller }: { controller: WallController }) {
  const runs = controller.runs.value;
  if (runs.length === 0) return null;
  return (
    <section class="wall-panel wall-runs" aria-labelledby="wall-runs-title">
      <h2 id="wall-runs-title">{t('monitor.runs')}</h2>
      <ul>
        {runs.map((jobId) => (
          <Run key={jobId} jobId={jobId} />
        ))}
      </ul>
    </section>
  );
}

function Run({ jobId }: { jobId: string }) {
  const run = fair.backtest(jobId);
  useEffect(() => () => void run.leave(), [run]);
  const state = useReadable(run.state).value;
  const points = state?.equity ?? [];
  return (
    <li class="wall-run">
      <strong>{formatPercent(state?.percent ?? 0, 0)}</strong>
      <svg class="wall-equity" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={polyline(points.map(({ value }) => value))} />
      </svg>
    </li>
  );
}

function polyline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return values
    .map((value, index) => {
      const x = (index / Math.max(1, values.length - 1)) * 100;
      return `${x.toFixed(2)},${(28 - ((value - low) / span) * 26).toFixed(2)}`;
    })
    .join(' ');
}
