import { useEffect } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';

/** The document's title for the screen on view. */
export function useTitle(page: string): void {
  const title = t('app.documentTitle', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
