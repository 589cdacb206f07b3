import type { ComponentChildren } from 'preact';
import { t } from '../i18n/i18n.ts';

interface EmptyStateProps {
  text: string;
  /** The way on, if it is another than to the games. */
  children?: ComponentChildren;
}

/** Where there is nothing yet: what would be here, and the way on. */
export function EmptyState({ text, children }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <p class="empty">{text}</p>
      {children ?? (
        <a class="button" href="/">
          {t('history.toGames')}
        </a>
      )}
    </div>
  );
}
