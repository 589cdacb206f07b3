import { useId } from 'preact/hooks';
import { COMPARISONS, RULES, type Rule } from '../../../../../domain/backtest/strategy.ts';
import { t } from '../../../i18n/i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { form } from './draft.ts';
import { Choice, Group, ProblemAt } from './Fields.tsx';
import { operandNames } from './indicators.ts';
import { type ComparisonForm, comparisonPath, nextId, type RuleForm } from './strategyForm.ts';

function change(rule: Rule, to: Partial<RuleForm>): void {
  const { rules } = form.value;
  form.value = { ...form.value, rules: { ...rules, [rule]: { ...rules[rule], ...to } } };
}

/** When to enter and to leave: comparisons of prices and indicators, all or any of them. */
export function RuleEditor() {
  const names = operandNames(form.value.indicators);
  return (
    <Group title={t('backtest.rules')}>
      <datalist id="backtest-operands">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {RULES.map((rule) => (
        <RuleRows key={rule} rule={rule} />
      ))}
    </Group>
  );
}

function RuleRows({ rule }: { rule: Rule }) {
  const edited = form.value.rules[rule];
  const { comparisons, joint, nested } = edited;
  const add = () => {
    const left = form.value.indicators[0]?.name ?? 'close';
    const row: ComparisonForm = { id: nextId(), left, operator: 'gt', right: 'close' };
    change(rule, { comparisons: [...comparisons, row] });
  };
  return (
    <section class="rule" data-rule={rule}>
      <div class="rule-head">
        <h4>{t(`backtest.rule.${rule}`)}</h4>
        {comparisons.length > 1 && (
          <Choice
            label={t('backtest.joint')}
            hidden
            value={joint}
            options={[
              { value: 'all', label: t('backtest.joint.all') },
              { value: 'any', label: t('backtest.joint.any') },
            ]}
            onChange={(next) => change(rule, { joint: next })}
          />
        )}
        {!nested && (
          <button type="button" class="button small" onClick={add}>
            <Icon name="plus" size={16} />
            <span>{t('backtest.addCondition')}</span>
            <span class="visually-hidden">{t(`backtest.rule.${rule}`)}</span>
          </button>
        )}
      </div>
      {nested ? (
        <>
          <p class="hint">{t('backtest.nested')}</p>
          <p class="mono">{JSON.stringify(nested)}</p>
          <button type="button" class="link-button" onClick={() => change(rule, { nested: null })}>
            {t('backtest.nestedDrop')}
          </button>
        </>
      ) : (
        <ul class="rows">
          {comparisons.map((comparison, index) => (
            <ComparisonRow
              key={comparison.id}
              comparison={comparison}
              path={comparisonPath(rule, edited, index)}
              onChange={(to) =>
                change(rule, { comparisons: comparisons.with(index, { ...comparison, ...to }) })
              }
              onRemove={() => change(rule, { comparisons: comparisons.toSpliced(index, 1) })}
            />
          ))}
        </ul>
      )}
      {(nested || comparisons.length !== 1) && <ProblemAt path={rule} within={nested !== null} />}
    </section>
  );
}

interface ComparisonRowProps {
  comparison: ComparisonForm;
  path: string;
  onChange(to: Partial<ComparisonForm>): void;
  onRemove(): void;
}

function ComparisonRow({ comparison, path, onChange, onRemove }: ComparisonRowProps) {
  return (
    <li class="row">
      <div class="row-fields row-comparison">
        <Operand
          label={t('backtest.left')}
          value={comparison.left}
          onInput={(left) => onChange({ left })}
          path={`${path}.${comparison.operator}[0]`}
        />
        <Choice
          label={t('backtest.operator')}
          hidden
          value={comparison.operator}
          options={COMPARISONS.map((value) => ({ value, label: t(`backtest.operator.${value}`) }))}
          onChange={(operator) => onChange({ operator })}
        />
        <Operand
          label={t('backtest.right')}
          value={comparison.right}
          onInput={(right) => onChange({ right })}
          path={`${path}.${comparison.operator}[1]`}
        />
      </div>
      <button type="button" class="icon-button" aria-label={t('backtest.removeCondition')} onClick={onRemove}>
        <Icon name="close" size={18} />
      </button>
      <ProblemAt path={path} />
    </li>
  );
}

interface OperandProps {
  label: string;
  path: string;
  value: string;
  onInput(value: string): void;
}

/** A number or a name; the names that there are, are offered. */
function Operand({ label, path, value, onInput }: OperandProps) {
  const id = useId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        data-field={path}
        list="backtest-operands"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </>
  );
}
