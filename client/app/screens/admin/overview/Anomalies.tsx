import type { BigWinner, RejectedClient } from '../../../../sdk/index.ts';
import { formatNumber, formatSigned, t, tMaybe } from '../../../i18n/i18n.ts';
import { When } from '../When.tsx';

export function Winners({ winners }: { winners: readonly BigWinner[] }) {
  if (winners.length === 0) return <p class="empty">{t('admin.winners.none')}</p>;
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('admin.player')}</th>
          <th>{t('admin.returns.game')}</th>
          <th class="num">{t('admin.winners.net')}</th>
          <th class="num">{t('admin.winners.threshold')}</th>
          <th>{t('admin.when')}</th>
        </tr>
      </thead>
      <tbody>
        {winners.map((winner) => (
          <tr key={`${winner.playerId} ${winner.game} ${winner.dayStartMs}`}>
            <td class="what">
              <a href={`/admin/players/${winner.playerId}`}>{winner.nickname}</a>
            </td>
            <td data-label={t('admin.returns.game')}>{tMaybe(`game.${winner.game}`) ?? winner.game}</td>
            <td class="num" data-label={t('admin.winners.net')}>
              {formatSigned(winner.netCoins)}
            </td>
            <td class="num" data-label={t('admin.winners.threshold')}>
              {formatNumber(winner.thresholdCoins)}
            </td>
            <td class="when">
              <When atMs={winner.atMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Rejected({ rejected }: { rejected: readonly RejectedClient[] }) {
  if (rejected.length === 0) return <p class="empty">{t('admin.rejected.none')}</p>;
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('admin.player')}</th>
          <th class="num">{t('admin.rejected.count')}</th>
          <th>{t('admin.rejected.codes')}</th>
          <th>{t('admin.when')}</th>
        </tr>
      </thead>
      <tbody>
        {rejected.map((client) => (
          <tr key={`${client.playerId ?? client.address} ${client.minuteAtMs}`}>
            <td class="what">
              {client.playerId ? (
                <a href={`/admin/players/${client.playerId}`}>{client.nickname ?? client.playerId}</a>
              ) : (
                (client.address ?? t('app.unknown'))
              )}
            </td>
            <td class="num" data-label={t('admin.rejected.count')}>
              {formatNumber(client.rejected)}
            </td>
            <td data-label={t('admin.rejected.codes')}>
              {Object.entries(client.byCode)
                .map(([code, count]) => `${code} ${formatNumber(count)}`)
                .join(', ')}
            </td>
            <td class="when">
              <When atMs={client.minuteAtMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
