import type { AdminBroadcast } from '../../../../sdk/index.ts';
import { t } from '../../../i18n/i18n.ts';
import { ask } from '../act/ActDialog.tsx';
import { admin } from '../operator.ts';
import { When } from '../When.tsx';
import { audienceText } from './audience.ts';
import { type BroadcastState, stateOf } from './stateOf.ts';

interface TableProps {
  broadcasts: readonly AdminBroadcast[];
  again(): void;
}

export function BroadcastTable({ broadcasts, again }: TableProps) {
  const nowMs = Date.now();
  return (
    <table class="table cards" data-testid="broadcasts">
      <thead>
        <tr>
          <th>{t('admin.text')}</th>
          <th>{t('admin.broadcast.to')}</th>
          <th>{t('admin.level')}</th>
          <th>{t('admin.broadcast.starts')}</th>
          <th>{t('admin.broadcast.ends')}</th>
          <th>{t('admin.broadcast.state')}</th>
          <th>
            <span class="visually-hidden">{t('admin.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {broadcasts.map((broadcast) => (
          <Row key={broadcast.id} broadcast={broadcast} state={stateOf(broadcast, nowMs)} again={again} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  broadcast,
  state,
  again,
}: {
  broadcast: AdminBroadcast;
  state: BroadcastState;
  again(): void;
}) {
  const { id, text, audience, level, startsAtMs, expiresAtMs } = broadcast;
  const cancel = () =>
    ask({
      title: t('admin.broadcast.cancel'),
      what: t('admin.broadcast.cancelWhat', { text: text.slice(0, 80) }),
      confirm: t('admin.broadcast.cancel'),
      danger: true,
      reason: false,
      run: () => admin.cancelBroadcast(id),
      done: t('admin.broadcast.cancelled'),
      after: again,
    });
  return (
    <tr data-state={state}>
      <td class="what admin-long">{text}</td>
      <td data-label={t('admin.broadcast.to')}>{audienceText(audience)}</td>
      <td data-label={t('admin.level')}>{t(`admin.level.${level}`)}</td>
      <td data-label={t('admin.broadcast.starts')}>
        <When atMs={startsAtMs} />
      </td>
      <td data-label={t('admin.broadcast.ends')}>
        <When atMs={expiresAtMs} />
      </td>
      <td data-label={t('admin.broadcast.state')}>
        <span class={`badge ${state === 'live' ? 'badge-good' : 'badge-plain'}`}>
          {t(`admin.broadcast.state.${state}`)}
        </span>
      </td>
      <td>
        {(state === 'live' || state === 'scheduled') && (
          <button type="button" class="button small" onClick={cancel}>
            {t('admin.broadcast.cancel')}
          </button>
        )}
      </td>
    </tr>
  );
}
