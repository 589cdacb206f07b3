import type { VerifyStep } from '../../../../domain/fairness/verify.ts';
import { t } from '../../i18n/i18n.ts';
import type { Report } from './report.ts';
import { stepValues } from './stepValues.ts';
import { VerdictBadge } from './Verdict.tsx';

const ORDER: VerifyStep['name'][] = [
  'form',
  'chain',
  'salt',
  'bust',
  'book',
  'times',
  'rules',
  'cashouts',
  'totals',
];

/** Steps whose values are on view from the start: the ones that people come for. */
const OPEN = new Set<VerifyStep['name']>(['chain', 'bust', 'bet']);

/** Every step in its order. After one that failed, the later ones were not checked, and are not shown. */
export function Steps({ report }: { report: Report }) {
  const { verdict, own } = report;
  const reached = verdict.valid ? ORDER.length : verdict.steps.length + 1;
  return (
    <ol class="steps">
      {own && <Step name="bet" report={report} failed={own.verdict.valid ? null : own.verdict} />}
      {ORDER.slice(0, reached).map((name, index) => (
        <Step
          key={name}
          name={name}
          report={report}
          failed={!verdict.valid && index === verdict.steps.length ? verdict : null}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  name: VerifyStep['name'];
  report: Report;
  failed: { field: string; reason: string } | null;
}

function Step({ name, report, failed }: StepProps) {
  const single = name === 'chain' && report.context.previousHash !== null;
  return (
    <li class="panel step" data-step={name}>
      <div class="step-head">
        <h2>{t(`verify.step.${name}`)}</h2>
        <VerdictBadge valid={failed === null} />
      </div>
      <p class="muted">{t(single ? 'verify.step.chainWhatOne' : `verify.step.${name}What`)}</p>
      {failed && (
        <p class="bad">
          {t('verify.why')}
          {': '}
          <code class="mono">
            {failed.field} {failed.reason}
          </code>
        </p>
      )}
      <details open={OPEN.has(name) || failed !== null}>
        <summary>{t('verify.details')}</summary>
        <Values name={name} report={report} />
      </details>
    </li>
  );
}

/** A record whose very form is wrong can hold anything: nothing is computed from it. */
function Values({ name, report }: { name: VerifyStep['name']; report: Report }) {
  const { verdict } = report;
  if (!verdict.valid && verdict.steps.length === 0) return null;
  return (
    <dl class="values">
      {stepValues(name, report).map(({ label, value, mono }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={mono ? 'mono' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
