import type { AdminPlayerDetail } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { When } from '../When.tsx';

export function RankHistory({ history }: { history: AdminPlayerDetail['rankHistory'] }) {
  if (history.length === 0) return <p class="empty">{t('admin.none')}</p>;
  return (
    <table class="table cards">
      <thead>
        <tr>
          <th>{t('admin.when')}</th>
          <th>{t('admin.players.rank')}</th>
          <th>{t('admin.audit.actor')}</th>
          <th>{t('admin.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {history.map(({ rank, atMs, by, reason }) => (
          <tr key={atMs}>
            <td class="when">
              <When atMs={atMs} />
            </td>
            <td class="what">{t(`admin.rank.${rank}`)}</td>
            <td data-label={t('admin.audit.actor')}>
              {/^[\da-f-]{36}$/.test(by) ? <a href={`/admin/players/${by}`}>{by.slice(0, 8)}</a> : by}
            </td>
            <td data-label={t('admin.reason')}>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
