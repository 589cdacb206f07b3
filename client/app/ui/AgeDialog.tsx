import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FairgroundError } from '../../sdk/index.ts';
import { errorText, t } from '../i18n/i18n.ts';
import { ageAsked, answerAge } from '../store/age.ts';
import { fair } from '../store/player.ts';
import { Check, focusCheck } from './Check.tsx';

/** For an account that has not said its person's age: asked with the first stake, which then goes on. */
export function AgeDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isAsked = ageAsked.value !== null;
  useEffect(() => {
    if (isAsked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isAsked]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="age-title" onClose={() => answerAge(false)}>
      {isAsked && <AgeForm />}
    </dialog>
  );
}

function AgeForm() {
  const adult = useSignal(false);
  const error = useSignal<string | null>(null);

  async function confirm(event: Event): Promise<void> {
    event.preventDefault();
    if (!adult.value) {
      error.value = t('start.ageMissing');
      focusCheck(event, 'of-age');
      return;
    }
    try {
      await fair.limits.confirmAge();
      answerAge(true);
    } catch (caught) {
      error.value = errorText(caught instanceof FairgroundError ? caught : new FairgroundError('internal'));
    }
  }

  return (
    <form class="form-stack" onSubmit={confirm} noValidate>
      <h2 id="age-title">{t('age.title')}</h2>
      <Check name="of-age" label={t('start.age')} checked={adult} error={error} errorId="age-error" />
      <button type="submit" class="button primary wide">
        {t('age.confirm')}
      </button>
      <button type="button" class="button wide" onClick={() => answerAge(false)}>
        {t('limits.cancel')}
      </button>
    </form>
  );
}
