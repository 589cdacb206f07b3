import { type GameEvent, TOPICS } from '../../../../../domain/events/event.ts';
import { formatNumber, formatShortInstant, t, tMaybe } from '../../../i18n/i18n.ts';
import { eventLine } from '../../monitor/eventText.ts';
import { eventLink } from './eventLink.ts';
import { feed, leftOut, pause, paused, resume, toggleTopic, topics, waiting } from './liveFeed.ts';

/** Everything that happens, with the names of those who do it. */
export function FeedTab() {
  const chosen = topics.value;
  return (
    <>
      <div class="page-head">
        <h1>{t('admin.tab.feed')}</h1>
        <button
          type="button"
          class="button small"
          data-testid="feed-pause"
          onClick={paused.value ? resume : pause}
        >
          {paused.value
            ? t('admin.feed.resume', { count: formatNumber(waiting.value.length) })
            : t('admin.feed.pause')}
        </button>
      </div>
      <fieldset class="admin-chips">
        <legend class="visually-hidden">{t('monitor.filter')}</legend>
        {TOPICS.map((topic) => (
          <button
            key={topic}
            type="button"
            class="admin-chip"
            aria-pressed={chosen.includes(topic)}
            onClick={() => toggleTopic(topic)}
          >
            {t(`topic.${topic}`)}
          </button>
        ))}
      </fieldset>
      {leftOut.value > 0 && (
        <p class="hint" role="status">
          {t('admin.feed.leftOut', { count: formatNumber(leftOut.value) })}
        </p>
      )}
      <section class="panel" aria-label={t('admin.tab.feed')}>
        {feed.value.length === 0 && <p class="empty">{t('monitor.streamNone')}</p>}
        <ol class="admin-feed" data-testid="feed">
          {feed.value.map((event) => (
            <Line key={event.id} event={event} />
          ))}
        </ol>
      </section>
    </>
  );
}

function Line({ event }: { event: GameEvent }) {
  const { text, amount, tone } = eventLine(event);
  const link = eventLink(event);
  return (
    <li class={`admin-feed-line feed-${tone}`}>
      <span class="admin-feed-when">{formatShortInstant(event.atMs)}</span>
      <span class="admin-feed-who">
        {event.player && <a href={`/admin/players/${event.player.id}`}>{event.player.nickname}</a>}
        {event.bot && <span class="admin-tag">{t('monitor.bot')}</span>}
      </span>
      <span class="admin-feed-what">{link ? <a href={link}>{text}</a> : text}</span>
      <span class="admin-feed-sum">
        {amount &&
          `${formatNumber(amount.value)} ${tMaybe(`currency.${amount.currency}`) ?? amount.currency}`}
      </span>
    </li>
  );
}
