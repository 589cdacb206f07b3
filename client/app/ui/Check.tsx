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
