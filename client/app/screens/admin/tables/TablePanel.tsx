import type { AdminTable } from '../../../../sdk/index.ts';
import { formatNumber, formatPercent, t, tableName } from '../../../i18n/i18n.ts';
import { tables } from '../../../store/player.ts';
import { Fact } from '../../../ui/Fact.tsx';
import { ask } from '../act/ActDialog.tsx';
import { admin } from '../operator.ts';
import { allowed } from '../standing.ts';
import { limitsAct } from './limitsAct.tsx';

export function TablePanel({ table, again }: { table: AdminTable; again(): void }) {
  const name = tableName(table.table);
  // The lobby tells how the tables stand, every other second.
  const { phase, players } = tables.value?.find((live) => live.table === table.table) ?? table;
  return (
    <li class="panel admin-card" data-table={table.table} data-paused={table.paused}>
      <div class="table-card-head">
        <h2>{name}</h2>
        <span class={`phase phase-${phase}`}>
          <span class="phase-dot" aria-hidden="true" />
          {t(`phase.${phase}`)}
        </span>
      </div>
      {table.paused && (
        <p class="admin-note">
          {t('admin.tables.paused', { reason: table.pauseReason ?? '' })}{' '}
          {table.pausedBy && <a href={`/admin/players/${table.pausedBy}`}>{t('admin.tables.pausedBy')}</a>}
        </p>
      )}
      <dl class="facts">
        <Fact label={t('lobby.players')} value={formatNumber(players)} />
        <Fact label={t('lobby.edge')} value={formatPercent(table.edgePercent)} />
        <Fact label={t('admin.tables.minBetCoins')} value={formatNumber(table.minBetCoins)} />
        <Fact label={t('admin.tables.maxBetCoins')} value={formatNumber(table.maxBetCoins)} />
        <Fact label={t('admin.tables.maxPayoutCoins')} value={formatNumber(table.maxPayoutCoins)} />
        <Fact label={t('admin.tables.maxRoundPayoutCoins')} value={formatNumber(table.maxRoundPayoutCoins)} />
      </dl>
      <p class="hint">
        {t(table.limits ? 'admin.tables.limitsChanged' : 'admin.tables.limitsOwn')}
        {table.member &&
          ` ${t('admin.tables.member', { member: table.member.slice(0, 8), fence: formatNumber(table.fence) })}`}
      </p>
      <div class="admin-acts">
        {allowed('pauseTables') && <PauseButton table={table} name={name} again={again} />}
        {allowed('changeLimits') && (
          <button
            type="button"
            class="button small"
            data-act="limits"
            onClick={() => ask(limitsAct(table, name, again))}
          >
            {t('admin.tables.limits')}
          </button>
        )}
        <a class="button small" href={`/crash/${encodeURIComponent(table.table)}`}>
          {t('lobby.watch')}
        </a>
      </div>
    </li>
  );
}

function PauseButton({ table, name, again }: { table: AdminTable; name: string; again(): void }) {
  const pause = () =>
    ask({
      title: t('admin.tables.pause', { name }),
      what: t('admin.tables.pauseWhat', { name }),
      confirm: t('admin.tables.pause', { name }),
      danger: true,
      run: (reason) => admin.pauseTable(table.table, reason),
      done: t('admin.tables.pauseDone', { name }),
      after: again,
    });
  const resume = () =>
    ask({
      title: t('admin.tables.resume', { name }),
      what: t('admin.tables.resumeWhat', { name }),
      confirm: t('admin.tables.resume', { name }),
      run: (reason) => admin.resumeTable(table.table, reason),
      done: t('admin.tables.resumeDone', { name }),
      after: again,
    });
  return (
    <button
      type="button"
      class={`button small ${table.paused ? 'primary' : 'danger'}`}
      data-act={table.paused ? 'resume' : 'pause'}
      onClick={table.paused ? resume : pause}
    >
      {t(table.paused ? 'admin.tables.resumeShort' : 'admin.tables.pauseShort')}
    </button>
  );
}
