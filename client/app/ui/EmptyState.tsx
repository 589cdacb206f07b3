import { t } from '../i18n/i18n.ts';

/** Where nothing was played yet: what would be here, and the way to the games. */
export function EmptyState({ text }: { text: string }) {
  return (
    <div class="empty-state">
      <p class="empty">{text}</p>
      <a class="button" href="/">
        {t('history.toGames')}
      </a>
    </div>
  );
}
