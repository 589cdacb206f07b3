import { t } from '../i18n/i18n.ts';
import { openStart } from './StartDialog.tsx';

/** In place of a game's controls while nobody is signed in. */
export function StartPanel({ text }: { text: string }) {
  return (
    <section class="panel bet-panel">
      <p class="muted">{text}</p>
      <button type="button" class="main-button" data-testid="main-button" onClick={() => openStart()}>
        {t('start.open')}
      </button>
    </section>
  );
}
