interface FieldProps {
  /** Also the input's `name`; unique within its form. */
  name: string;
  form: string;
  label: string;
  value: string;
  onInput(value: string): void;
  type?: 'text' | 'password';
  autocomplete: string;
  hint?: string;
  error?: string | undefined;
  maxLength?: number;
}

/** A labelled input; what is wrong with it stands below it, and is read with it. */
export function Field({
  name,
  form,
  label,
  value,
  onInput,
  type,
  autocomplete,
  hint,
  error,
  maxLength,
}: FieldProps) {
  const id = `${form}-${name}`;
  const input = {
    id,
    class: 'input',
    name,
    autocomplete,
    autocapitalize: 'none' as const,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': error ? `${id}-error` : hint ? `${id}-hint` : undefined,
    maxLength,
    value,
    onInput: (event: Event & { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <label class="field" htmlFor={id}>
      <span class="field-label">{label}</span>
      {type === 'password' ? <input {...input} type="password" /> : <input {...input} type="text" />}
      {error ? (
        <span class="field-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      ) : (
        hint && (
          <span class="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )
      )}
    </label>
  );
}
