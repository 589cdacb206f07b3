import { useSignal } from '@preact/signals';
import { FairgroundError } from '../../sdk/index.ts';
import { errorText, formatNumber, t } from '../i18n/i18n.ts';
import { fair } from '../store/player.ts';
import { showToast } from '../store/toasts.ts';
import { Check, focusCheck } from './Check.tsx';

const NICKNAME_MAX = 20;

/** A guest account: a name, if one wants one, and one's word on one's age. */
export function GuestForm({ onDone }: { onDone(): void }) {
  const nickname = useSignal('');
  const adult = useSignal(false);
  const error = useSignal<string | null>(null);
  const busy = useSignal(false);

  async function start(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    if (!adult.value) {
      error.value = t('start.ageMissing');
      focusCheck(event, 'adult');
      return;
    }
    busy.value = true;
    error.value = null;
    try {
      const name = nickname.value.trim();
      const player = await fair.guest({ ageConfirmed: true, ...(name ? { nickname: name } : {}) });
      onDone();
      // The account exists, whatever becomes of this: the lobby will tell the balance, too.
      const me = await fair.me().catch(() => null);
      if (me) {
        const amount = formatNumber(me.balances.coins);
        showToast('good', t('start.welcome', { nickname: player.nickname, amount }));
      }
    } catch (caught) {
      error.value = errorText(caught instanceof FairgroundError ? caught : new FairgroundError('internal'));
    } finally {
      busy.value = false;
    }
  }

  return (
    <form class="start" onSubmit={start} noValidate>
      <p class="muted">{t('start.body')}</p>
      <label class="field">
        <span class="field-label">{t('start.nickname')}</span>
        <input
          class="input"
          name="nickname"
          maxLength={NICKNAME_MAX}
          autocomplete="off"
          aria-describedby="start-nickname-hint"
          value={nickname.value}
          onInput={(event) => {
            nickname.value = event.currentTarget.value;
          }}
        />
        <span class="hint" id="start-nickname-hint">
          {t('start.nicknameHint')}
        </span>
      </label>
      <Check name="adult" label={t('start.age')} checked={adult} error={error} errorId="start-error" />
      <button type="submit" class="button primary wide" aria-disabled={busy.value}>
        {busy.value ? t('start.going') : t('start.go')}
      </button>
      <p class="hint centered">{t('start.watchInstead')}</p>
    </form>
  );
}
