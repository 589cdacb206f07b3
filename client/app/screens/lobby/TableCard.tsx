import type { LiveTable } from '../../../sdk/index.ts';
import { formatCompact, formatNumber, formatPercent, formatSeconds, t, tableName } from '../../i18n/i18n.ts';
import { Fact } from '../../ui/Fact.tsx';
import { LiveFigure } from './live/LiveFigure.tsx';

export function TableCard({ table, signedIn }: { table: LiveTable; signedIn: boolean }) {
  const name = tableName(table.table);
  return (
    <li class={`panel table-card table-${table.phase}`}>
      <div class="table-card-head">
        <h2>{name}</h2>
        <span class={`phase phase-${table.phase}`}>
          <span class="phase-dot" aria-hidden="true" />
          {t(`phase.${table.phase}`)}
        </span>
      </div>
      <LiveFigure table={table.table} phase={table.phase} />
      <dl class="facts">
        <Fact label={t('lobby.players')} value={formatNumber(table.players)} />
        <Fact label={t('lobby.window')} value={formatSeconds(table.bettingMs)} />
        <Fact
          label={t('lobby.bets')}
          value={t('lobby.range', {
            min: formatNumber(table.minBetCoins),
            max: formatNumber(table.maxBetCoins),
          })}
          wide
        />
        <Fact label={t('lobby.maxPayout')} value={formatCompact(table.maxPayoutCoins)} />
        <Fact label={t('lobby.edge')} value={formatPercent(table.edgePercent)} />
      </dl>
      <a
        class={`button wide ${signedIn ? 'primary' : ''}`}
        href={`/crash/${encodeURIComponent(table.table)}`}
        aria-label={t(signedIn ? 'lobby.playTable' : 'lobby.watchTable', { table: name })}
      >
        {t(signedIn ? 'lobby.play' : 'lobby.watch')}
      </a>
    </li>
  );
}
