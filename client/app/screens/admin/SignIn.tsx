import { useSignal } from '@preact/signals';
import { t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { TextField } from './act/Controls.tsx';
import { useForm } from './act/useForm.ts';

/** For staff. There is no default account: the first admin is made on the server's own machine. */
export function SignIn() {
  const nickname = useSignal('');
  const password = useSignal('');
  const form = useForm(['nickname', 'password']);
  const problems = form.problems.value;
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const check = () => ({
      ...(nickname.value.trim() === '' ? { nickname: t('admin.problem.nickname') } : {}),
      ...(password.value === '' ? { password: t('admin.problem.password') } : {}),
    });
    await form.submit(check, () => fair.login({ nickname: nickname.value.trim(), password: password.value }));
  }
  return (
    <form class="panel admin-sign-in" onSubmit={submit} noValidate data-testid="sign-in">
      <h1>{t('admin.signIn')}</h1>
      <p class="muted">{t('admin.signInWhat')}</p>
      <TextField
        name="nickname"
        label={t('admin.nickname')}
        value={nickname}
        problems={problems}
        autocomplete="username"
      />
      <TextField
        name="password"
        label={t('admin.password')}
        value={password}
        problems={problems}
        type="password"
        autocomplete="current-password"
      />
      {problems[''] && (
        <p class="field-error" role="alert">
          {problems['']}
        </p>
      )}
      <button type="submit" class="button primary wide" disabled={form.busy.value}>
        {t(form.busy.value ? 'admin.signingIn' : 'admin.signIn')}
      </button>
    </form>
  );
}
