import { formatCompactSigned, formatDuration, formatSigned, t } from '../i18n/i18n.ts';
import { isPlaying, playSession } from '../store/playSession.ts';

const MINUTE_MS = 60_000;
const LARGE_COINS = 100_000;

/** In the header, from the first moment of play until the session is over: how long by now, and what came of it. */
export function PlayStatus() {
  const session = playSession.value;
  if (session === null) return null;
  const { startedAtMs, playedMs, netCoins } = session;
  if (!isPlaying.value && startedAtMs === null) return null;
  return (
    <a class="play-status" href="/account/limits" data-testid="play-status">
      <span title={t('reality.time')}>
        <span class="visually-hidden">{t('reality.time')}</span> {formatMinutes(playedMs)}
      </span>
      <span title={t('reality.net')} data-net={netCoins}>
        <span class="visually-hidden">{t('reality.net')}</span> {formatNet(netCoins)}
      </span>
    </a>
  );
}

/** Large ones in a few characters: a small phone has no room for more. */
function formatNet(netCoins: number): string {
  return Math.abs(netCoins) < LARGE_COINS ? formatSigned(netCoins) : formatCompactSigned(netCoins);
}

/** Whole minutes: what changes each second is looked at each second. */
function formatMinutes(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  return formatDuration(Math.max(1, minutes) * MINUTE_MS);
}
