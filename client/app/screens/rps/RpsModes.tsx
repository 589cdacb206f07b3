import { t } from '../../i18n/i18n.ts';

/** The two ways to play, as links: each is a page of its own. */
export function RpsModes({ mode }: { mode: 'house' | 'match' }) {
  return (
    <nav class="tabs link-tabs rps-modes" aria-label={t('rps.modes')}>
      <a class="tab" href="/rps" aria-current={mode === 'house' ? 'page' : undefined}>
        {t('rps.againstHouse')}
      </a>
      <a class="tab" href="/rps/match" aria-current={mode === 'match' ? 'page' : undefined}>
        {t('rps.againstPlayer')}
      </a>
    </nav>
  );
}
