import type { ReturnWatch } from '../../../../sdk/index.ts';
import { formatPercent, t } from '../../../i18n/i18n.ts';

const WIDTH = 220;
const HEIGHT = 30;
const PAD = 8;

type Range = Pick<ReturnWatch, 'observed' | 'expected' | 'lowBand' | 'highBand' | 'alarmedAtMs'>;

/** The confidence band of what was observed, drawn against what is expected. */
export function Band({ range }: { range: Range }) {
  const { observed, expected, lowBand, highBand, alarmedAtMs } = range;
  const low = Math.min(lowBand, expected);
  const high = Math.max(highBand, expected);
  const x = (value: number) => PAD + ((value - low) / (high - low || 1)) * (WIDTH - 2 * PAD);
  const label = t('admin.returns.band', {
    observed: percent(observed),
    low: percent(lowBand),
    high: percent(highBand),
    expected: percent(expected),
  });
  return (
    <div class={`band ${alarmedAtMs === null ? '' : 'band-alarmed'}`}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <title>{label}</title>
        <line class="band-axis" x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        <rect
          class="band-range"
          x={x(lowBand)}
          width={Math.max(2, x(highBand) - x(lowBand))}
          y={HEIGHT / 2 - 6}
          height={12}
          rx={4}
        />
        <line class="band-expected" x1={x(expected)} x2={x(expected)} y1={2} y2={HEIGHT - 2} />
        <circle class="band-observed" cx={x(observed)} cy={HEIGHT / 2} r={4.5} />
      </svg>
      <span class="band-ends">
        <span>{percent(lowBand)}</span>
        <span>{percent(highBand)}</span>
      </span>
    </div>
  );
}

function percent(ratio: number): string {
  return formatPercent(ratio * 100, 1);
}
