import { t } from '../i18n/i18n.ts';
import { Icon } from './Icon.tsx';

/** Beside every result: leads to where the browser computes it again. @param title of which game, for those who only hear it */
export function FairBadge({ path, title }: { path: string; title: string }) {
  return (
    <a class="fair-badge" href={path} data-testid="fair" aria-label={t('fair.verify', { title })}>
      <Icon name="verify" size={15} />
      <span class="fair-badge-text">{t('fair.badge')}</span>
    </a>
  );
}
