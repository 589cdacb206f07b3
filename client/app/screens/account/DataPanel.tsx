import { useSignal } from '@preact/signals';
import { FairgroundError } from '../../../sdk/index.ts';
import { errorText, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { Check } from '../../ui/Check.tsx';
import { Field } from '../../ui/Field.tsx';
import { type FieldErrors, fieldErrors } from '../../ui/fieldErrors.ts';

/** One's data to take along, and the account to take back. */
export function DataPanel({ registered }: { registered: boolean }) {
  const password = useSignal('');
  const sure = useSignal(false);
  const errors = useSignal<FieldErrors>({});

  async function download(): Promise<void> {
    try {
      const data = await fair.account.exportData();
      const blob = new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = 'fairground.json';
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      if (error instanceof FairgroundError) showToast('bad', errorText(error));
    }
  }

  async function erase(event: Event): Promise<void> {
    event.preventDefault();
    if (!sure.value) {
      errors.value = { form: t('start.ageMissing') };
      return;
    }
    try {
      await fair.account.delete(registered ? password.value : undefined);
      showToast('info', t('account.deleted'));
    } catch (caught) {
      errors.value = fieldErrors(caught);
    }
  }

  return (
    <section class="panel">
      <h2>{t('account.data')}</h2>
      <button type="button" class="button" onClick={download}>
        {t('account.export')}
      </button>
      <details class="account-delete">
        <summary>{t('account.delete')}</summary>
        <form class="form-stack" onSubmit={erase} noValidate>
          <p class="muted">{t('account.deleteWhat')}</p>
          {registered && (
            <Field
              form="delete"
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
          )}
          <Check
            name="sure"
            label={t('account.deleteSure')}
            checked={sure}
            onChange={() => {
              errors.value = {};
            }}
          />
          {errors.value.form && (
            <p class="field-error" role="alert">
              {errors.value.form}
            </p>
          )}
          <button type="submit" class="button">
            {t('account.delete')}
          </button>
        </form>
      </details>
    </section>
  );
}
