import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/i18n.ts';
import { online, player, refreshTables, tables } from '../../store/player.ts';
import { lazyScreen } from '../../ui/lazyScreen.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { GameCards } from './GameCards.tsx';
import { HowItWorks } from './HowItWorks.tsx';
import { NextStep } from './NextStep.tsx';
import { Places } from './Places.tsx';
import { TableCard } from './TableCard.tsx';
import './lobby.css';

const REFRESH_EVERY_MS = 2_000;
const USUAL_TABLES = 3;
/** What it knows to say comes after what one can do here. */
const Happening = lazyScreen(
  () => import('./live/Happening.tsx'),
  () => <div class="happening-place" />,
);

export default function LobbyScreen() {
  useTitle(t('lobby.title'));
  const signedIn = player.value !== null;
  useEffect(() => {
    // The lobby room tells a player; a spectator has none, and asks.
    void refreshTables();
    if (signedIn) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void refreshTables();
    }, REFRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [signedIn]);
  const list = tables.value;
  return (
    <div class="page">
      <div class="page-head">
        <h1>{t('lobby.title')}</h1>
        <div class="lobby-live">
          {signedIn && online.value > 0 && <p class="muted">{t('lobby.online', { count: online.value })}</p>}
          <a class="button small" href="/monitor">
            {t('lobby.wall')}
          </a>
        </div>
      </div>
      <NextStep />
      <h2 class="lobby-section">{t('lobby.tables')}</h2>
      {list === null && <p class="visually-hidden">{t('app.loading')}</p>}
      {list?.length === 0 && <p class="empty">{t('lobby.noTables')}</p>}
      <ul class="table-cards crash-cards">
        {list === null && <Places count={USUAL_TABLES} />}
        {list?.map((table) => (
          <TableCard key={table.table} table={table} signedIn={signedIn} />
        ))}
      </ul>
      <Happening />
      <GameCards />
      <HowItWorks />
    </div>
  );
}
