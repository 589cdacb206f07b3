import { t } from '../../i18n/i18n.ts';
import type { StepValue } from './stepValues.ts';
import { VerdictBadge } from './Verdict.tsx';

interface StepPanelProps {
  name: string;
  title: string;
  what: string;
  failed: { field: string; reason: string } | null;
  /** Its values are on view from the start. */
  open: boolean;
  /** None where a record's very form is wrong: nothing is computed from it. */
  values: readonly StepValue[];
}

/** One check: what it is, whether it held, and the values it compared. */
export function StepPanel({ name, title, what, failed, open, values }: StepPanelProps) {
  return (
    <li class="panel step" data-step={name}>
      <div class="step-head">
        <h2>{title}</h2>
        <VerdictBadge valid={failed === null} />
      </div>
      <p class="muted">{what}</p>
      {failed && (
        <p class="bad">
          {t('verify.why')}
          {': '}
          <code class="mono">
            {failed.field} {failed.reason}
          </code>
        </p>
      )}
      <details open={open || failed !== null}>
        <summary>{t('verify.details')}</summary>
        <dl class="values">
          {values.map(({ label, value, mono }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class={mono ? 'mono' : ''}>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
