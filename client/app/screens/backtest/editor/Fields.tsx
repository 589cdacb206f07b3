import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { reading } from './draft.ts';
import { problemText } from './problemText.ts';

/** What is wrong at a place in the strategy or its settings; with `within`, or anywhere inside of it. */
function problemAt(path: string, within = true): string | null {
  const { problem } = reading.value;
  if (!problem) return null;
  const rest = problem.field.startsWith(path) ? problem.field.slice(path.length) : null;
  const inside = within && (rest?.startsWith('.') || rest?.startsWith('['));
  return rest === '' || inside ? problemText(problem) : null;
}

export function ProblemAt({ path, within, id }: { path: string; within?: boolean; id?: string }) {
  const problem = problemAt(path, within);
  return problem === null ? null : (
    <p class="field-error" role="alert" id={id}>
      {problem}
    </p>
  );
}

interface TextFieldProps {
  label: string;
  path: string;
  value: string;
  suffix?: string;
  /** Words take a keyboard of letters. */
  words?: boolean;
  onInput(value: string): void;
}

/** A number (or a name) with its label, and what is wrong with it underneath. */
export function TextField({ label, path, value, suffix, words, onInput }: TextFieldProps) {
  const id = useId();
  const wrong = problemAt(path) !== null;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <span class={suffix ? 'suffixed' : undefined} data-suffix={suffix}>
        <input
          id={id}
          class="input"
          data-field={path}
          type="text"
          inputMode={words ? 'text' : 'decimal'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={value}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-problem` : undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </span>
      <ProblemAt path={path} id={`${id}-problem`} />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  hidden?: boolean;
  value: Value;
  options: readonly { value: Value; label: string }[];
  field?: string;
  onChange(value: Value): void;
}

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, hidden, value, options, field, onChange } = props;
  const id = useId();
  return (
    <div class="field">
      <label class={hidden ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        data-field={field}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
