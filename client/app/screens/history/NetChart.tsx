import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { netTone } from '../../ui/netTone.ts';

/** As many as one question answers. */
const GAMES = 100;
const WIDTH = 600;
const HEIGHT = 150;
const INSET = 4;

/** What the latest games have brought or cost, added up game by game: every number in it stands in the list of games. */
export function NetChart() {
  const sums = useSignal<number[] | null>(null);
  useEffect(() => {
    fair.history({ limit: GAMES }).then(
      ({ items }) => {
        const over = items.filter((game) => !(game.game === 'crash' && game.outcome === 'open')).reverse();
        let sum = 0;
        sums.value = [
          0,
          ...over.map(({ netCoins }) => {
            sum += netCoins;
            return sum;
          }),
        ];
      },
      () => {
        // The numbers are told below; a chart of none is left out.
        sums.value = [];
      },
    );
  }, []);
  if (sums.value === null) return <div class="net-chart" aria-busy="true" />;
  if (sums.value.length < 2) return null;
  return <Curve sums={sums.value} />;
}

function Curve({ sums }: { sums: readonly number[] }) {
  const least = Math.min(0, ...sums);
  const most = Math.max(0, ...sums);
  const span = Math.max(1, most - least);
  const x = (index: number) => (index / (sums.length - 1)) * WIDTH;
  const y = (sum: number) => INSET + (1 - (sum - least) / span) * (HEIGHT - 2 * INSET);
  const line = sums.map((sum, index) => `${x(index).toFixed(1)},${y(sum).toFixed(1)}`).join(' ');
  const last = sums.at(-1)!;
  const words = {
    count: formatNumber(sums.length - 1),
    ...{ net: formatSigned(last), most: formatSigned(most), least: formatSigned(least) },
  };
  return (
    <figure class={`net-chart ${last < 0 ? 'net-fell' : 'net-rose'}`}>
      <figcaption>
        <span>{t('history.netChart', words)}</span>
        <strong class={netTone(last)}>{formatSigned(last)}</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('history.netChartSay', words)}
      >
        <line x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
        <polygon points={`0,${y(0)} ${line} ${WIDTH},${y(0)}`} />
        <polyline points={line} />
      </svg>
      <p class="net-chart-ends" aria-hidden="true">
        <span>{t('history.netLeast', words)}</span>
        <span>{t('history.netMost', words)}</span>
      </p>
    </figure>
  );
}
