import { formatNumber, formatSigned, t } from '../../i18n/i18n.ts';
import { eventLine } from './eventText.ts';
import type { WallController } from './wallController.ts';

export function BiggestWins({ controller }: { controller: WallController }) {
  const wins = controller.wins.value;
  const nowMs = controller.nowMs.value;
  return (
    <section class="wall-panel wall-wins" aria-labelledby="wall-wins-title">
      <h2 id="wall-wins-title">{t('monitor.wins')}</h2>
      {wins.length === 0 && <p class="empty">{t('monitor.winsNone')}</p>}
      <ol data-testid="wall-wins">
        {wins.map(({ event, netCoins }) => (
          <li key={event.id} class="wall-win">
            <strong class="wall-win-sum">{formatSigned(netCoins)}</strong>
            <span class="wall-text">{eventLine(event).text}</span>
            {event.bot && <span class="wall-bot">{t('monitor.bot')}</span>}
            <span class="wall-ago">{ago(nowMs - event.atMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return seconds < 60
    ? t('monitor.agoSeconds', { count: formatNumber(seconds) })
    : t('monitor.agoMinutes', { count: formatNumber(Math.floor(seconds / 60)) });
}
