import { useSignal } from '@preact/signals';
import { isGuestName } from '../../../domain/identity/guestName.ts';
import type { SessionPlayer } from '../../sdk/index.ts';
import { t } from '../i18n/i18n.ts';
import { fair, player } from '../store/player.ts';
import { Check, focusCheck } from './Check.tsx';
import { Field } from './Field.tsx';
import { type FieldErrors, fieldErrors } from './fieldErrors.ts';

const NICKNAME_MAX = 20;

/** A guest keeps the name by which others know it already, unless it is none that anybody would choose. */
function chosenName(nickname: string): string {
  return isGuestName(nickname) ? '' : nickname;
}

/** A new account, or for a guest who is signed in the same one with a name and a password. */
export function SignUpForm({ onDone }: { onDone(player: SessionPlayer): void }) {
  const isGuest = player.value !== null;
  const nickname = useSignal(chosenName(player.value?.nickname ?? ''));
  const password = useSignal('');
  const inviteCode = useSignal('');
  const adult = useSignal(false);
  const ageMissing = useSignal<string | null>(null);
  const errors = useSignal<FieldErrors>({});
  const busy = useSignal(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    if (!isGuest && !adult.value) {
      ageMissing.value = t('start.ageMissing');
      focusCheck(event, 'adult');
      return;
    }
    busy.value = true;
    errors.value = {};
    const wish = { nickname: nickname.value, password: password.value, inviteCode: inviteCode.value.trim() };
    try {
      onDone(await fair.signUp(adult.value ? { ...wish, ageConfirmed: true } : wish));
    } catch (caught) {
      errors.value = fieldErrors(caught);
    } finally {
      busy.value = false;
    }
  }

  return (
    <form class="form-stack" onSubmit={submit} noValidate>
      <Field
        form="signup"
        name="nickname"
        label={t('account.nickname')}
        hint={t('account.nicknameHint')}
        autocomplete="username"
        maxLength={NICKNAME_MAX}
        value={nickname.value}
        error={errors.value.nickname}
        onInput={(value) => {
          nickname.value = value;
        }}
      />
      <Field
        form="signup"
        name="password"
        type="password"
        label={t('account.password')}
        hint={t('account.passwordHint')}
        autocomplete="new-password"
        value={password.value}
        error={errors.value.password}
        onInput={(value) => {
          password.value = value;
        }}
      />
      <Field
        form="signup"
        name="inviteCode"
        label={t('account.invite')}
        hint={t('account.inviteHint')}
        autocomplete="off"
        value={inviteCode.value}
        error={errors.value.inviteCode}
        onInput={(value) => {
          inviteCode.value = value;
        }}
      />
      {!isGuest && (
        <Check
          name="adult"
          label={t('start.age')}
          checked={adult}
          error={ageMissing}
          errorId="signup-age-error"
        />
      )}
      {errors.value.form && (
        <p class="field-error" role="alert">
          {errors.value.form}
        </p>
      )}
      <button type="submit" class="button primary wide" aria-disabled={busy.value}>
        {busy.value ? t('account.sending') : isGuest ? t('account.keep') : t('account.signUp')}
      </button>
    </form>
  );
}
