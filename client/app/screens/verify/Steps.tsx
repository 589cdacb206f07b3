import type { VerifyStep } from '../../../../domain/fairness/verify.ts';
import { t } from '../../i18n/i18n.ts';
import type { Report } from './report.ts';
import { StepPanel } from './StepPanel.tsx';
import { stepValues } from './stepValues.ts';

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
  const { verdict } = report;
  const formless = !verdict.valid && verdict.steps.length === 0;
  return (
    <StepPanel
      name={name}
      title={t(`verify.step.${name}`)}
      what={t(single ? 'verify.step.chainWhatOne' : `verify.step.${name}What`)}
      failed={failed}
      open={OPEN.has(name)}
      values={formless ? [] : stepValues(name, report)}
    />
  );
}
