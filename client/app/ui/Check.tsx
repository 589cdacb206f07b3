import type { Signal } from '@preact/signals';

interface CheckProps {
  name: string;
  label: string;
  checked: Signal<boolean>;
  /** What is wrong, told below; a change of the box takes it away. */
  error?: Signal<string | null>;
  errorId?: string;
  onChange?(): void;
}

/** A box to tick, and what one says by it. */
export function Check({ name, label, checked, error, errorId, onChange }: CheckProps) {
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={checked.value}
          // An error may be of something else that the form has sent: with the tick the box is as it should be.
          aria-invalid={error?.value && !checked.value ? 'true' : undefined}
          aria-describedby={error?.value ? errorId : undefined}
          onChange={(event) => {
            checked.value = event.currentTarget.checked;
            if (error) error.value = null;
            onChange?.();
          }}
        />
        <span>{label}</span>
      </label>
      {error?.value && (
        <p class="field-error" id={errorId} role="alert">
          {error.value}
        </p>
      )}
    </>
  );
}

/** Brings one to the box that a form was sent without. */
export function focusCheck(submitted: Event, name: string): void {
  const box = (submitted.currentTarget as HTMLFormElement).elements.namedItem(name);
  (box as HTMLInputElement | null)?.focus();
}
