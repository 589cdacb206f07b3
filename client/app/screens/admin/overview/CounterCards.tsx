import type { Counters } from '../../../../../domain/events/counters.ts';
import { formatCompact, formatDecimal, formatNumber, t } from '../../../i18n/i18n.ts';
import { counterHistory, counters } from '../feed/liveFeed.ts';
import { Sparkline } from './Sparkline.tsx';

interface Card {
  name:
    | 'players'
    | 'watchers'
    | 'rooms'
    | 'betsPerSecond'
    | 'gamesPerSecond'
    | 'coinsInPlay'
    | 'queue'
    | 'eventLoopDelayMs';
  read(counters: Counters): number;
  text(value: number, counters: Counters): string;
}

const CARDS: readonly Card[] = [
  { name: 'players', read: ({ players }) => players, text: formatNumber },
  { name: 'watchers', read: ({ watchers }) => watchers, text: formatNumber },
  { name: 'rooms', read: roomsOf, text: formatNumber },
  { name: 'betsPerSecond', read: ({ betsPerSecond }) => betsPerSecond, text: rate },
  { name: 'gamesPerSecond', read: ({ gamesPerSecond }) => gamesPerSecond, text: rate },
  { name: 'coinsInPlay', read: ({ coinsInPlay }) => coinsInPlay, text: formatCompact },
  {
    name: 'queue',
    read: ({ queue }) => queue.queued + queue.running,
    text: (_, { queue }) =>
      t('admin.overview.queueNow', {
        queued: formatNumber(queue.queued),
        running: formatNumber(queue.running),
      }),
  },
  {
    name: 'eventLoopDelayMs',
    read: ({ eventLoopDelayMs }) => eventLoopDelayMs,
    text: (value) => t('admin.ms', { count: formatDecimal(value, 1) }),
  },
];

/** Live, with the last five minutes. */
export function CounterCards() {
  const now = counters.value;
  const past = counterHistory.value;
  return (
    <>
      <ul class="counter-cards" data-testid="counter-cards">
        {CARDS.map(({ name, read, text }) => (
          <li key={name} class="panel counter-card" data-counter={name}>
            <span class="counter-label">{t(`admin.counter.${name}`)}</span>
            <strong class="counter-value">{now ? text(read(now), now) : t('app.unknown')}</strong>
            <Sparkline points={past.map((counters) => ({ atMs: counters.atMs, value: read(counters) }))} />
          </li>
        ))}
      </ul>
      {now && (
        <p class="hint">
          {t('admin.overview.members', {
            members: formatNumber(now.members),
            connections: formatNumber(now.connections),
          })}{' '}
          {Object.entries(now.rooms)
            .filter(([, count]) => count > 0)
            .map(([room, count]) => `${room} ${formatNumber(count)}`)
            .join(' · ')}
        </p>
      )}
    </>
  );
}

function roomsOf({ rooms }: Counters): number {
  return Object.values(rooms).reduce((sum, count) => sum + count, 0);
}

function rate(perSecond: number): string {
  return perSecond < 10 ? formatDecimal(perSecond, 1) : formatNumber(Math.round(perSecond));
}
