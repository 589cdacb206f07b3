import { useSignal } from '@preact/signals';
import type { AdminPlayerDetail } from '../../../../sdk/index.ts';
import { formatNumber, formatPercent, formatSigned, t } from '../../../i18n/i18n.ts';
import { Fact } from '../../../ui/Fact.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { GameTable } from '../../history/GameTable.tsx';
import { variantName } from '../../history/gameNames.ts';
import { PagedList } from '../../history/PagedList.tsx';
import { SessionTable } from '../../history/SessionTable.tsx';
import { TransferTable } from '../../history/TransferTable.tsx';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { Refresh } from '../Refresh.tsx';
import { useAsked } from '../useAsked.ts';
import { When } from '../When.tsx';
import { PlayerActs } from './PlayerActs.tsx';
import { PlayerLimits } from './PlayerLimits.tsx';
import { bannedText, isBanned } from './playerText.ts';
import { RankHistory } from './RankHistory.tsx';

/** All that the house knows of one player, and what may be done about them. */
export function PlayerPage({ playerId }: { playerId: string }) {
  const asked = useAsked(() => admin.player(playerId), playerId);
  const player = asked.value.value;
  return (
    <>
      <div class="recall-head">
        <a class="icon-button" href="/admin/players" aria-label={t('admin.tab.players')}>
          <Icon name="back" />
        </a>
        <h1>{player?.nickname ?? t('admin.player')}</h1>
        {player && <Badges player={player} />}
        <Refresh again={asked.again} />
      </div>
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      {!player && !asked.error.value && <p class="empty">{t('app.loading')}</p>}
      {player && (
        <>
          <PlayerActs player={player} again={asked.again} />
          <Facts player={player} />
          <Lists player={player} />
        </>
      )}
    </>
  );
}

function Badges({ player }: { player: AdminPlayerDetail }) {
  return (
    <span class="admin-badges">
      <span class={`badge ${player.online ? 'badge-good' : 'badge-plain'}`}>
        {t(player.online ? 'admin.players.online' : 'admin.players.offline')}
      </span>
      {player.role !== 'player' && <span class="badge badge-plain">{t(`admin.role.${player.role}`)}</span>}
      <span class="badge badge-plain">{t(`admin.rank.${player.rank}`)}</span>
      {player.bot && <span class="badge badge-plain">{t('monitor.bot')}</span>}
      {isBanned(player) && (
        <span class="badge badge-bad" data-testid="banned">
          {bannedText(player.bannedUntilMs!)}
        </span>
      )}
    </span>
  );
}

function Facts({ player }: { player: AdminPlayerDetail }) {
  const { statistics, balances } = player;
  return (
    <section class="panel admin-facts">
      {isBanned(player) && player.banReason && (
        <p class="bad">{t('admin.players.banReason', { reason: player.banReason })}</p>
      )}
      <dl class="facts facts-narrow">
        <Fact label={t('currency.coins')} value={formatNumber(balances.coins)} />
        <Fact label={t('currency.credits')} value={formatNumber(balances.credits)} />
        <Fact label={t('currency.gems')} value={formatNumber(balances.gems)} />
        <Fact label={t('play.rounds')} value={formatNumber(statistics.rounds)} />
        <Fact label={t('play.totalBet')} value={formatNumber(statistics.betCoins)} />
        <Fact label={t('history.net')} value={formatSigned(statistics.netCoins)} />
        <Fact
          label={t('play.return')}
          value={
            statistics.betCoins > 0 ? formatPercent(statistics.returnToPlayer * 100, 1) : t('app.unknown')
          }
        />
        <Fact label={t('history.biggestWin')} value={formatNumber(statistics.biggestWinCoins)} />
      </dl>
      <dl class="values">
        <div>
          <dt>{t('admin.players.id')}</dt>
          <dd class="mono">{player.id}</dd>
        </div>
        <div>
          <dt>{t('admin.players.since')}</dt>
          <dd>
            <When atMs={player.createdAtMs} />
          </dd>
        </div>
        <div>
          <dt>{t('admin.players.open')}</dt>
          <dd>
            {player.openSessions.length === 0
              ? t('admin.players.openNone')
              : player.openSessions.map(({ game, variant }) => variantName(game, variant)).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t('admin.players.limits')}</dt>
          <dd>
            <PlayerLimits limits={player.limits} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

type List = 'games' | 'transfers' | 'sessions' | 'ranks';

function Lists({ player }: { player: AdminPlayerDetail }) {
  const shown = useSignal<List>('games');
  const { id } = player;
  return (
    <section class="panel history">
      <Tabs<List>
        id="player"
        label={player.nickname}
        tabs={[
          { id: 'games', label: t('history.games') },
          { id: 'transfers', label: t('history.transfers') },
          { id: 'sessions', label: t('history.sessions') },
          { id: 'ranks', label: t('admin.players.ranks') },
        ]}
        selected={shown.value}
        onSelect={(list) => {
          shown.value = list;
        }}
      >
        {shown.value === 'games' && (
          <PagedList
            staff
            key="games"
            none={t('admin.none')}
            load={(cursor) => admin.playerGames(id, { cursor, limit: 30 })}
            show={(items) => <GameTable games={items} foreign />}
          />
        )}
        {shown.value === 'transfers' && (
          <PagedList
            staff
            key="transfers"
            none={t('admin.none')}
            load={(cursor) => admin.playerTransfers(id, { cursor, limit: 30 })}
            show={(items) => <TransferTable lines={items} />}
          />
        )}
        {shown.value === 'sessions' && (
          <PagedList
            staff
            key="sessions"
            none={t('admin.none')}
            load={(cursor) => admin.playerSessions(id, { cursor, limit: 30 })}
            show={(items) => <SessionTable sessions={items} />}
          />
        )}
        {shown.value === 'ranks' && <RankHistory history={player.rankHistory} />}
      </Tabs>
    </section>
  );
}
