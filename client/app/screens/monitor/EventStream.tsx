import type { GameEvent } from '../../../../domain/events/event.ts';
import { formatCompact, formatNumber, formatSigned, t, tMaybe } from '../../i18n/i18n.ts';
import { type EventLine, eventLine } from './eventText.ts';
import type { WallController } from './wallController.ts';

export function EventStream({ controller }: { controller: WallController }) {
  const lines = controller.lines.value;
  const leftOut = controller.leftOut.value;
  return (
    <section class="wall-panel wall-stream" aria-labelledby="wall-stream-title">
      <h2 id="wall-stream-title">{t('monitor.stream')}</h2>
      {leftOut > 0 && (
        <p class="wall-thinned" data-testid="thinned">
          {t('monitor.thinned', { count: formatNumber(leftOut) })}
        </p>
      )}
      {lines.length === 0 && <p class="empty">{t('monitor.streamNone')}</p>}
      <ol class="wall-lines" data-testid="wall-stream">
        {lines.map((event) => (
          <Line key={event.id} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Line({ event }: { event: GameEvent }) {
  const { text, amount, tone } = eventLine(event);
  return (
    <li class={`wall-line wall-line-${tone}`} data-topic={event.topic}>
      <span class="wall-topic">{t(`topic.${event.topic}`)}</span>
      <span class="wall-text">{text}</span>
      {event.bot && <span class="wall-bot">{t('monitor.bot')}</span>}
      {amount && <span class="wall-amount">{amountText(amount.value, amount.currency, tone)}</span>}
    </li>
  );
}

/** Coins are what everything here is counted in: only other currencies are named. */
function amountText(value: number, currency: string, tone: EventLine['tone']): string {
  const number =
    value >= 10_000_000 ? formatCompact(value) : tone === 'plain' ? formatNumber(value) : formatSigned(value);
  return currency === 'coins' ? number : `${number} ${tMaybe(`currency.${currency}`) ?? currency}`;
}
