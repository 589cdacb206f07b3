import { t } from '../i18n/i18n.ts';
import { announcements, dismissAnnouncement } from '../store/broadcasts.ts';
import { Icon } from './Icon.tsx';

/** What operators say, above the page. The text is text: markup in it is shown as it was written. */
export function Announcements() {
  return (
    <div class="announcements" aria-live="polite">
      {announcements.value.map(({ id, text, level }) => (
        <div
          key={id}
          class={`announcement announcement-${level}`}
          role={level === 'critical' ? 'alert' : undefined}
          data-testid="announcement"
          data-level={level}
        >
          <strong>{t(`announcement.${level}`)}</strong>
          <p>{text}</p>
          <button
            type="button"
            class="icon-button"
            aria-label={t('app.close')}
            onClick={() => dismissAnnouncement(id)}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
