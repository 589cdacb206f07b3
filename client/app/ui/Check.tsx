import type { Signal } from '@preact/signals';

interface CheckProps {
  name: string;
  label: string;
  checked: Signal<boolean>;
  /** Id of what is wrong with it, if anything is. */
  describedBy?: string | undefined;
  onChange?(): void;
}

/** A box to tick, and what one says by it. */
export function Check({ name, label, checked, describedBy, onChange }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        name={name}
        checked={checked.value}
        aria-describedby={describedBy}
        onChange={(event) => {
          checked.value = event.currentTarget.checked;
          onChange?.();
        }}
      />
      <span>{label}</span>
    </label>
  );
}
