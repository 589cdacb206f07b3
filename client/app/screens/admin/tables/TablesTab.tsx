import '../../lobby/lobby.css';
import { t } from '../../../i18n/i18n.ts';
import { admin } from '../operator.ts';
import { Problem } from '../Problem.tsx';
import { Refresh } from '../Refresh.tsx';
import { useAsked } from '../useAsked.ts';
import { TablePanel } from './TablePanel.tsx';

export function TablesTab() {
  const asked = useAsked(() => admin.tables(), 'tables');
  const list = asked.value.value;
  return (
    <>
      <div class="page-head">
        <h1>{t('admin.tab.tables')}</h1>
        <Refresh again={asked.again} />
      </div>
      {asked.error.value && <Problem error={asked.error.value} again={asked.again} />}
      {!list && !asked.error.value && <p class="empty">{t('app.loading')}</p>}
      <ul class="admin-cards">
        {list?.items.map((table) => (
          <TablePanel key={table.table} table={table} again={asked.again} />
        ))}
      </ul>
    </>
  );
}
