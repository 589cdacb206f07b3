import { t } from '../i18n/i18n.ts';
import { dismissToast, toasts } from '../store/toasts.ts';
import { Icon } from './Icon.tsx';

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, tone, text, link }) => (
        <div key={id} class={`toast toast-${tone}`}>
          <span>
            {text} {link && <a href={link.href}>{link.text}</a>}
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={t('app.close')}
            onClick={() => dismissToast(id)}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
