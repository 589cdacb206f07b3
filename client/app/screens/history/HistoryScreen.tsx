import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { GameName } from '../../../../domain/games/records.ts';
import { t } from '../../i18n/i18n.ts';
import { loadOdds } from '../../store/odds.ts';
import { fair, player } from '../../store/player.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { openStart } from '../../ui/StartDialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { GameTable } from './GameTable.tsx';
import { GAMES } from './gameNames.ts';
import { PagedList } from './PagedList.tsx';
import { SessionTable } from './SessionTable.tsx';
import { Statistics } from './Statistics.tsx';
import { TransferTable } from './TransferTable.tsx';
import './history.css';

const TABS = ['games', 'statistics', 'sessions', 'transfers'] as const;

export default function HistoryScreen() {
  useTitle(t('history.title'));
  const shown = useSignal<(typeof TABS)[number]>('games');
  const id = player.value?.id;
  useEffect(() => {
    // For the names of machines and banners.
    void loadOdds();
  }, []);
  return (
    <div class="page narrow">
      <h1>{t('history.title')}</h1>
      {id ? (
        <section class="panel history" key={id}>
          <Tabs
            id="history"
            label={t('history.title')}
            selected={shown.value}
            tabs={TABS.map((tab) => ({ id: tab, label: t(`history.${tab}`) }))}
            onSelect={(tab) => {
              shown.value = tab;
            }}
          >
            {shown.value === 'games' && <Games />}
            {shown.value === 'statistics' && <Statistics />}
            {shown.value === 'sessions' && (
              <PagedList
                key="sessions"
                none={t('history.sessionsNone')}
                load={(cursor) => fair.sessions({ cursor, limit: 30 })}
                show={(items) => <SessionTable sessions={items} />}
              />
            )}
            {shown.value === 'transfers' && (
              <PagedList
                key="transfers"
                load={(cursor) => fair.transfers({ cursor, limit: 30 })}
                show={(items) => <TransferTable lines={items} />}
              />
            )}
          </Tabs>
        </section>
      ) : (
        <section class="panel">
          <EmptyState text={t('history.spectator')}>
            <button type="button" class="button primary" onClick={() => openStart()}>
              {t('start.open')}
            </button>
          </EmptyState>
        </section>
      )}
    </div>
  );
}

function Games() {
  const game = useSignal<GameName | null>(null);
  return (
    <>
      <label class="field history-filter">
        <span class="field-label">{t('history.game')}</span>
        <select
          class="input"
          data-testid="history-filter"
          value={game.value ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            game.value = GAMES.find((name) => name === chosen) ?? null;
          }}
        >
          <option value="">{t('history.allGames')}</option>
          {GAMES.map((name) => (
            <option key={name} value={name}>
              {t(`game.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <PagedList
        key={`games ${game.value}`}
        load={(cursor) => fair.history({ cursor, limit: 30, ...(game.value ? { game: game.value } : {}) })}
        show={(items) => <GameTable games={items} />}
      />
    </>
  );
}
