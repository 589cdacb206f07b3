import { useSignal } from '@preact/signals';
import { t } from '../../../i18n/i18n.ts';
import { PagedList } from '../../history/PagedList.tsx';
import { admin } from '../operator.ts';
import { BroadcastForm } from './BroadcastForm.tsx';
import { BroadcastTable } from './BroadcastTable.tsx';

export function BroadcastsTab() {
  /** The list is asked for again after each change. */
  const turn = useSignal(0);
  const again = () => {
    turn.value += 1;
  };
  return (
    <>
      <h1>{t('admin.tab.broadcasts')}</h1>
      <BroadcastForm sent={again} />
      <section class="panel history">
        <h2>{t('admin.broadcast.list')}</h2>
        <PagedList
          staff
          key={turn.value}
          none={t('admin.broadcast.none')}
          load={(cursor) => admin.broadcasts({ cursor, limit: 30 })}
          show={(items) => <BroadcastTable broadcasts={items} again={again} />}
        />
      </section>
    </>
  );
}
