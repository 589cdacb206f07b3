import { formatInstant, t } from '../i18n/i18n.ts';
import { ban, recheckBan } from '../store/ban.ts';
import './banned.css';

/** Instants later than a date can hold: for good. */
const FOR_GOOD_FROM_MS = 8e15;

/** What a banned player sees on every page; it goes away by itself once the ban is lifted or over. */
export function Banned() {
  const banned = ban.value;
  if (!banned) return null;
  const { untilMs } = banned;
  return (
    <div class="banned" role="alert" data-testid="banned-bar">
      <strong>{t('ban.title')}</strong>
      <p>
        {untilMs === null || untilMs >= FOR_GOOD_FROM_MS
          ? t('ban.forGood')
          : t('ban.until', { at: formatInstant(untilMs) })}
      </p>
      <button type="button" class="button small" onClick={() => void recheckBan()}>
        {t('ban.recheck')}
      </button>
    </div>
  );
}
