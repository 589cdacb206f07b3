import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../../i18n/i18n.ts';
import { loadOdds } from '../../store/odds.ts';
import { refreshTables, tables } from '../../store/player.ts';
import { Announcements } from '../../ui/Announcements.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { BiggestWins } from './BiggestWins.tsx';
import { WallCounters } from './Counters.tsx';
import { EventStream } from './EventStream.tsx';
import { Runs } from './Runs.tsx';
import { TableTile } from './TableTile.tsx';
import { WALL_TOPICS, WallController } from './wallController.ts';
import '../../i18n/monitorMessages.ts';
import '../crash/crash.css';
import './monitor.css';
import './wallLists.css';

/** What one puts on a big screen: everything that happens, without anybody's name. Needs no account. */
export default function MonitorScreen() {
  useTitle(t('monitor.title'));
  const controller = useMemo(() => new WallController(), []);
  useEffect(() => () => controller.leave(), [controller]);
  useEffect(() => {
    void loadOdds();
    void refreshTables();
  }, []);
  const wall = useRef<HTMLDivElement>(null);
  const isFull = useFullscreen();
  const list = tables.value ?? [];
  return (
    <div class="wall" ref={wall} data-testid="wall">
      {/* The page's own are outside of what fills the screen. */}
      {isFull && <Announcements />}
      <header class="wall-head">
        <h1>{t('monitor.title')}</h1>
        <FullscreenButton wall={wall} isFull={isFull} />
        <WallCounters counters={controller.counters.value} />
      </header>
      <section class="wall-tables-section" aria-label={t('monitor.tables')}>
        <ul class="wall-tables">
          {list.map(({ table, bettingMs }) => (
            <TableTile key={table} table={table} bettingMs={bettingMs} />
          ))}
        </ul>
      </section>
      <div class="wall-below">
        <BiggestWins controller={controller} />
        <Runs controller={controller} />
      </div>
      <EventStream controller={controller} />
      <TopicFilter controller={controller} />
    </div>
  );
}

function TopicFilter({ controller }: { controller: WallController }) {
  const chosen = controller.topics.value;
  return (
    <fieldset class="wall-filter">
      <legend>{t('monitor.filter')}</legend>
      {WALL_TOPICS.map((topic) => (
        <button
          key={topic}
          type="button"
          class="wall-chip"
          data-topic={topic}
          aria-pressed={chosen.includes(topic)}
          onClick={() => controller.toggle(topic)}
        >
          {t(`topic.${topic}`)}
        </button>
      ))}
    </fieldset>
  );
}

function useFullscreen(): boolean {
  const full = useSignal(false);
  useEffect(() => {
    const changed = () => {
      full.value = document.fullscreenElement !== null;
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  return full.value;
}

function FullscreenButton({ wall, isFull }: { wall: { current: HTMLDivElement | null }; isFull: boolean }) {
  // Phones without the API have no use for the button.
  if (!document.fullscreenEnabled) return null;
  const toggle = () => {
    // Refused (an embedded page, a stopped gesture): the page stays as it is.
    const done = isFull ? document.exitFullscreen() : wall.current!.requestFullscreen();
    done.catch(() => {});
  };
  return (
    <button type="button" class="button small wall-full" onClick={toggle}>
      <Icon name="fullscreen" size={18} />
      {t(isFull ? 'monitor.fullscreenEnd' : 'monitor.fullscreen')}
    </button>
  );
}
