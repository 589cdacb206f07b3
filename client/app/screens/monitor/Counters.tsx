import type { Counters } from '../../../../domain/events/counters.ts';
import { formatCompact, formatDecimal, formatNumber, t } from '../../i18n/i18n.ts';

const SHOWN = [
  { name: 'players', text: formatNumber },
  { name: 'watchers', text: formatNumber },
  { name: 'betsPerSecond', text: rate },
  { name: 'gamesPerSecond', text: rate },
  { name: 'stakedCoinsPerSecond', text: formatCompact },
  { name: 'coinsInPlay', text: formatCompact },
] as const;

/** The numbers across the top of the wall. */
export function WallCounters({ counters }: { counters: Counters | null }) {
  return (
    <dl class="wall-counters" data-testid="wall-counters">
      {SHOWN.map(({ name, text }) => (
        <div key={name} class="wall-counter" data-counter={name}>
          <dt>{t(`counter.${name}`)}</dt>
          <dd>{counters ? text(counters[name]) : t('app.unknown')}</dd>
        </div>
      ))}
    </dl>
  );
}

function rate(perSecond: number): string {
  return perSecond < 10 ? formatDecimal(perSecond, 1) : formatNumber(Math.round(perSecond));
}
