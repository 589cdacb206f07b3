import type { Signal } from '@preact/signals';
import { Field } from './Field.tsx';
import type { Problems } from './problem.ts';

interface TextProps {
  name: string;
  label: string;
  hint?: string | undefined;
  value: Signal<string>;
  problems: Problems;
  type?: 'text' | 'password' | 'datetime-local' | 'search';
  inputMode?: 'numeric';
  autocomplete?: string;
  /** Lines of a text of several. */
  lines?: number;
  most?: number;
}

export function TextField({ name, label, hint, value, problems, lines, most, ...input }: TextProps) {
  return (
    <Field name={name} label={label} hint={hint} problems={problems}>
      {(wiring) =>
        lines ? (
          <textarea
            class="input admin-text"
            {...wiring}
            rows={lines}
            maxLength={most}
            value={value.value}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
        ) : (
          <input
            class="input"
            {...wiring}
            // One of them; the types want a separate element for each.
            type={(input.type ?? 'text') as 'text'}
            inputMode={input.inputMode}
            autocomplete={input.autocomplete ?? 'off'}
            maxLength={most}
            value={value.value}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
        )
      }
    </Field>
  );
}

interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  hint?: string | undefined;
  value: Signal<Value>;
  choices: readonly { value: Value; label: string }[];
  problems: Problems;
}

export function ChoiceField<Value extends string>({
  name,
  label,
  hint,
  value,
  choices,
  problems,
}: ChoiceProps<Value>) {
  return (
    <Field name={name} label={label} hint={hint} problems={problems}>
      {(wiring) => (
        <select
          class="input"
          {...wiring}
          value={value.value}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
            if (chosen) value.value = chosen.value;
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
