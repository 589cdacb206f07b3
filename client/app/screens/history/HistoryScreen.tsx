import { useSignal } from '@preact/signals';
import { t } from '../../i18n/i18n.ts';
import { fair, player } from '../../store/player.ts';
import { openStart } from '../../ui/StartDialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { GameTable } from './GameTable.tsx';
import { PagedList } from './PagedList.tsx';
import { TransferTable } from './TransferTable.tsx';
import './history.css';

export default function HistoryScreen() {
  useTitle(t('history.title'));
  const shown = useSignal<'games' | 'transfers'>('games');
  const id = player.value?.id;
  return (
    <div class="page narrow">
      <h1>{t('history.title')}</h1>
      {id ? (
        <section class="panel history" key={id}>
          <Tabs
            id="history"
            label={t('history.title')}
            selected={shown.value}
            tabs={[
              { id: 'games', label: t('history.games') },
              { id: 'transfers', label: t('history.transfers') },
            ]}
            onSelect={(tab) => {
              shown.value = tab;
            }}
          >
            {shown.value === 'games' ? (
              <PagedList
                key="games"
                load={(cursor) => fair.history({ cursor, limit: 30 })}
                show={(items) => <GameTable games={items} />}
              />
            ) : (
              <PagedList
                key="transfers"
                load={(cursor) => fair.transfers({ cursor, limit: 30 })}
                show={(items) => <TransferTable lines={items} />}
              />
            )}
          </Tabs>
        </section>
      ) : (
        <section class="panel next-step">
          <p class="muted">{t('history.spectator')}</p>
          <button type="button" class="button primary" onClick={openStart}>
            {t('start.open')}
          </button>
        </section>
      )}
    </div>
  );
}
