import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../../i18n/i18n.ts';
import { showToast } from '../../../store/toasts.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { TextField } from './Controls.tsx';
import { type Problems, REASON_MOST } from './problem.ts';
import { useForm } from './useForm.ts';

/** Something that an operator is about to do: what it does is said before, and why is asked. */
export interface Act {
  title: string;
  /** What will happen, with the names of what it happens to. */
  what: string;
  confirm: string;
  danger?: boolean;
  /** Fields beside the reason, and the names of those. */
  fields?(problems: Problems): ComponentChildren;
  fieldNames?: readonly string[];
  check?(): Problems;
  /** False: it is not asked why. */
  reason?: false;
  run(reason: string): Promise<unknown>;
  done: string;
  after?(): void;
}

const asked = signal<Act | null>(null);

export function ask(act: Act): void {
  asked.value = act;
}

export function ActDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const act = asked.value;
  useEffect(() => {
    if (act) dialog.current?.showModal();
    else dialog.current?.close();
  }, [act]);
  useEffect(
    () => () => {
      asked.value = null;
    },
    [],
  );
  return (
    <dialog
      ref={dialog}
      class="dialog admin-dialog"
      aria-labelledby="act-title"
      onClose={() => {
        asked.value = null;
      }}
    >
      {act && <ActForm key={act.title + act.what} act={act} />}
    </dialog>
  );
}

function ActForm({ act }: { act: Act }) {
  const reason = useSignal('');
  const form = useForm(['reason', ...(act.fieldNames ?? [])]);
  const problems = form.problems.value;
  const close = () => {
    asked.value = null;
  };
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const check = () => ({
      ...act.check?.(),
      ...(act.reason !== false && reason.value.trim() === '' ? { reason: t('admin.problem.reason') } : {}),
    });
    if (!(await form.submit(check, () => act.run(reason.value.trim())))) return;
    close();
    showToast('good', act.done);
    act.after?.();
  }
  return (
    <form class="start" onSubmit={submit} noValidate data-testid="act">
      <div class="start-head">
        <h2 id="act-title">{act.title}</h2>
        <button type="button" class="icon-button" aria-label={t('app.close')} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <p class="muted">{act.what}</p>
      {act.fields?.(problems)}
      {act.reason !== false && (
        <TextField
          name="reason"
          label={t('admin.reason')}
          hint={t('admin.reasonHint')}
          value={reason}
          problems={problems}
          lines={2}
          most={REASON_MOST}
        />
      )}
      {problems[''] && (
        <p class="field-error" role="alert">
          {problems['']}
        </p>
      )}
      <div class="admin-dialog-buttons">
        <button type="button" class="button" onClick={close}>
          {t('admin.back')}
        </button>
        <button
          type="submit"
          class={`button ${act.danger ? 'danger' : 'primary'}`}
          data-testid="act-confirm"
          disabled={form.busy.value}
        >
          {form.busy.value ? t('admin.doing') : act.confirm}
        </button>
      </div>
    </form>
  );
}
