import { PRICE_COLUMNS } from '../../../../../domain/backtest/bars.ts';
import type { IndicatorKind } from '../../../../../domain/backtest/strategy.ts';
import { t } from '../../../i18n/i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { form } from './draft.ts';
import { Choice, Group, ProblemAt, TextField } from './Fields.tsx';
import { INDICATOR_KINDS, INDICATORS, type IndicatorForm } from './indicators.ts';
import { nextId } from './strategyForm.ts';

/** A strategy may have no more. */
const MOST = 16;

function change(id: number, to: Partial<IndicatorForm>): void {
  const indicators = form.value.indicators.map((row) => (row.id === id ? { ...row, ...to } : row));
  form.value = { ...form.value, indicators };
}

function add(): void {
  const { indicators } = form.value;
  const taken = new Set(indicators.map(({ name }) => name));
  let number = indicators.length + 1;
  while (taken.has(`i${number}`)) number += 1;
  const row: IndicatorForm = {
    ...{ id: nextId(), name: `i${number}`, kind: 'sma', source: 'close' },
    numbers: INDICATORS.sma.usual,
  };
  form.value = { ...form.value, indicators: [...indicators, row] };
}

function remove(id: number): void {
  form.value = { ...form.value, indicators: form.value.indicators.filter((row) => row.id !== id) };
}

export function IndicatorRows() {
  const { indicators } = form.value;
  return (
    <Group title={t('backtest.indicators')}>
      <ul class="rows">
        {indicators.map((indicator) => (
          <IndicatorRow key={indicator.id} indicator={indicator} />
        ))}
      </ul>
      <ProblemAt path="ind" within={false} />
      <button type="button" class="button small" disabled={indicators.length >= MOST} onClick={add}>
        <Icon name="plus" size={16} />
        {t('backtest.addIndicator')}
      </button>
    </Group>
  );
}

function IndicatorRow({ indicator }: { indicator: IndicatorForm }) {
  const { id, name, kind, source, numbers } = indicator;
  const shape = INDICATORS[kind];
  const path = `ind.${name}`;
  return (
    <li class="row row-indicator">
      <div class="row-fields">
        <TextField
          label={t('backtest.name')}
          path={`${path} name`}
          value={name}
          words
          onInput={(next) => change(id, { name: next })}
        />
        <Choice
          label={t('backtest.kind')}
          value={kind}
          options={INDICATOR_KINDS.map((value) => ({ value, label: t(`backtest.indicator.${value}`) }))}
          onChange={(next: IndicatorKind) => change(id, { kind: next, numbers: INDICATORS[next].usual })}
        />
        {shape.source && (
          <Choice
            label={t('backtest.source')}
            value={source}
            options={PRICE_COLUMNS.map((value) => ({ value, label: t(`backtest.column.${value}`) }))}
            onChange={(next) => change(id, { source: next })}
          />
        )}
        {shape.numbers.map((number, index) => (
          <TextField
            key={number}
            label={t(`backtest.number.${number}`)}
            path={`${path}[${index + (shape.source ? 2 : 1)}]`}
            value={numbers[index] ?? ''}
            onInput={(next) => change(id, { numbers: numbers.with(index, next) })}
          />
        ))}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={t('backtest.removeIndicator', { name })}
        onClick={() => remove(id)}
      >
        <Icon name="close" size={18} />
      </button>
      <ProblemAt path={path} within={false} />
    </li>
  );
}
