import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { GameEvent } from '../../../../../domain/events/event.ts';
import { formatNumber, formatSigned, t } from '../../../i18n/i18n.ts';
import { takeMonitor } from '../../../store/monitorSeat.ts';
import { eventLine } from '../../monitor/eventText.ts';
import { WallFeed, type Win } from '../../monitor/wallFeed.ts';
import { serverNowMs, setLobbyClock, tableNews, tellTables } from './liveTables.ts';
import '../../../i18n/monitorMessages.ts';
import './happening.css';

const TOPICS = ['crash', 'slots', 'gacha', 'rps'] as const;
const LINES = 6;
const WINS = 3;
/** What somebody staked or took back is not worth a line here. */
const UNTOLD = new Set<GameEvent['type']>(['crash.bet', 'crash.cancel']);

/** What happens in the house right now, and the biggest wins of some minutes: without anybody's name. */
export default function Happening() {
  const { lines, wins } = useFeed();
  return (
    <section class="happening" aria-labelledby="happening-title" data-testid="happening">
      <div class="panel happening-now">
        <h2 id="happening-title">{t('lobby.now')}</h2>
        {lines.length === 0 && <p class="empty">{t('monitor.streamNone')}</p>}
        <ol class="happening-lines">
          {lines.map((event) => (
            <Line key={event.id} event={event} />
          ))}
        </ol>
      </div>
      <div class="panel happening-wins">
        <h2>{t('monitor.wins')}</h2>
        {wins.length === 0 && <p class="empty">{t('monitor.winsNone')}</p>}
        <ol class="happening-lines">
          {wins.map(({ event, netCoins }) => (
            <li key={event.id} class="happening-win">
              <strong class="good">{formatSigned(netCoins)}</strong>
              <Words event={event} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Line({ event }: { event: GameEvent }) {
  const { amount, tone } = eventLine(event);
  return (
    <li class={`happening-line happening-${tone}`}>
      <Words event={event} />
      {amount && (
        <span class="happening-amount">
          {tone === 'plain' ? formatNumber(amount.value) : formatSigned(amount.value)}
        </span>
      )}
    </li>
  );
}

function Words({ event }: { event: GameEvent }) {
  return (
    <span class="happening-words">
      <span class="happening-text">{eventLine(event).text}</span>
      {event.bot && <span class="bot-mark">{t('monitor.bot')}</span>}
    </span>
  );
}

/** Listens for as long as the lobby is on view. */
function useFeed(): { lines: readonly GameEvent[]; wins: readonly Win[] } {
  const shown = useSignal<{ lines: readonly GameEvent[]; wins: readonly Win[] }>({ lines: [], wins: [] });
  useEffect(() => {
    const { monitor, leave } = takeMonitor(TOPICS);
    const feed = new WallFeed();
    const told = (events: readonly GameEvent[]) => {
      tellTables(events);
      const nowMs = serverNowMs();
      const worth = events.filter(({ type }) => !UNTOLD.has(type));
      if (feed.lines.length === 0) feed.begin(worth, nowMs);
      else feed.add(worth, nowMs);
      shown.value = { lines: feed.lines.slice(0, LINES), wins: feed.wins(nowMs).slice(0, WINS) };
    };
    setLobbyClock(monitor.clock);
    const end = monitor.events.subscribe(told);
    told(monitor.recent.value);
    return () => {
      end();
      setLobbyClock(null);
      tableNews.value = new Map();
      leave();
    };
  }, []);
  return shown.value;
}
