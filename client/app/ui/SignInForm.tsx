import { useSignal } from '@preact/signals';
import type { SessionPlayer } from '../../sdk/index.ts';
import { t } from '../i18n/i18n.ts';
import { fair } from '../store/player.ts';
import { Field } from './Field.tsx';
import { type FieldErrors, fieldErrors } from './fieldErrors.ts';

/** Nickname and password; calls back once signed in. */
export function SignInForm({ onDone }: { onDone(player: SessionPlayer): void }) {
  const nickname = useSignal('');
  const password = useSignal('');
  const errors = useSignal<FieldErrors>({});
  const busy = useSignal(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    errors.value = {};
    try {
      onDone(await fair.login({ nickname: nickname.value, password: password.value }));
    } catch (caught) {
      errors.value = fieldErrors(caught);
    } finally {
      busy.value = false;
    }
  }

  return (
    <form class="form-stack" onSubmit={submit} noValidate>
      <Field
        form="login"
        name="nickname"
        label={t('account.nickname')}
        autocomplete="username"
        value={nickname.value}
        error={errors.value.nickname}
        onInput={(value) => {
          nickname.value = value;
        }}
      />
      <Field
        form="login"
        name="password"
        type="password"
        label={t('account.password')}
        autocomplete="current-password"
        value={password.value}
        error={errors.value.password}
        onInput={(value) => {
          password.value = value;
        }}
      />
      {errors.value.form && (
        <p class="field-error" role="alert">
          {errors.value.form}
        </p>
      )}
      <button type="submit" class="button primary wide" aria-disabled={busy.value}>
        {busy.value ? t('account.sending') : t('account.logIn')}
      </button>
    </form>
  );
}
