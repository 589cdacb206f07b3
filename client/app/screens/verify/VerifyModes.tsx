import { t } from '../../i18n/i18n.ts';

/** What can be verified: the rounds of a table, which are everybody's, and one's own games. */
export function VerifyModes({ mode }: { mode: 'rounds' | 'played' }) {
  return (
    <nav class="tabs link-tabs" aria-label={t('nav.verify')}>
      <a class="tab" href="/verify" aria-current={mode === 'rounds' ? 'page' : undefined}>
        {t('verify.rounds')}
      </a>
      <a class="tab" href="/verify/played" aria-current={mode === 'played' ? 'page' : undefined}>
        {t('verify.played')}
      </a>
    </nav>
  );
}
