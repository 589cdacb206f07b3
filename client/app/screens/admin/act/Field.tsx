import type { ComponentChildren } from 'preact';
import type { Problems } from './problem.ts';

interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  problems: Problems;
  /** The control, told its id and what describes it. */
  children(wiring: Wiring): ComponentChildren;
}

export interface Wiring {
  id: string;
  name: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

/** A labelled control, with what is wrong about it right below. */
export function Field({ name, label, hint, problems, children }: FieldProps) {
  const id = `admin-${name}`;
  const problem = problems[name];
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({
        id,
        name,
        'aria-invalid': problem !== undefined,
        'aria-describedby': describedBy || undefined,
      })}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem && (
        <span class="field-error" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
