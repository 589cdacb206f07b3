import { t } from '../../../i18n/i18n.ts';
import { form } from './draft.ts';
import { Choice, Group, ProblemAt, TextField } from './Fields.tsx';
import { isPercent, type LevelForm, SIZE_KINDS } from './strategyForm.ts';

/** How much to buy, where to give up, where to take the gain, and what a fill costs. */
export function SizeAndStops() {
  const { size, fees } = form.value;
  const edit = (to: Partial<typeof form.value>) => {
    form.value = { ...form.value, ...to };
  };
  return (
    <Group title={t('backtest.sizeAndStops')}>
      <div class="pair">
        <Choice
          label={t('backtest.size')}
          value={size.kind}
          options={SIZE_KINDS.map((value) => ({ value, label: t(`backtest.size.${value}`) }))}
          onChange={(kind) => edit({ size: { ...size, kind } })}
        />
        <TextField
          label={t('backtest.sizeValue')}
          path={`size.${size.kind}`}
          value={size.value}
          {...(isPercent(size.kind) ? { suffix: '%' } : {})}
          onInput={(value) => edit({ size: { ...size, value } })}
        />
      </div>
      <ProblemAt path="size" within={false} />
      <Level level="sl" label={t('backtest.stopLoss')} />
      <Level level="tp" label={t('backtest.takeProfit')} />
      <div class="pair">
        <TextField
          label={t('backtest.feeRate')}
          path="fees.rate"
          suffix="%"
          value={fees.rate}
          onInput={(rate) => edit({ fees: { ...fees, rate } })}
        />
        <TextField
          label={t('backtest.feeFixed')}
          path="fees.fixed"
          value={fees.fixed}
          onInput={(fixed) => edit({ fees: { ...fees, fixed } })}
        />
      </div>
    </Group>
  );
}

function Level({ level, label }: { level: 'sl' | 'tp'; label: string }) {
  const { [level]: edited, indicators } = form.value;
  const edit = (to: Partial<LevelForm>) => {
    form.value = { ...form.value, [level]: { ...edited, ...to } };
  };
  const atrs = indicators.filter(({ kind }) => kind === 'atr').map(({ name }) => name);
  const choose = (kind: LevelForm['kind']) =>
    edit({ kind, ...(kind === 'atr' && !edited.atr ? { atr: atrs[0] ?? '' } : {}) });
  return (
    <div class="pair">
      <Choice
        label={label}
        value={edited.kind}
        options={(['none', 'pct', 'atr'] as const).map((value) => ({
          value,
          label: t(`backtest.level.${value}`),
        }))}
        onChange={choose}
      />
      {edited.kind === 'pct' && (
        <TextField
          label={t('backtest.distance')}
          path={`${level}.pct`}
          suffix="%"
          value={edited.pct}
          onInput={(pct) => edit({ pct })}
        />
      )}
      {edited.kind === 'atr' && (
        <div class="pair">
          <TextField
            label={t('backtest.multiple')}
            path={`${level}.atr[1]`}
            value={edited.multiple}
            onInput={(multiple) => edit({ multiple })}
          />
          <Choice
            label={t('backtest.atrName')}
            value={edited.atr}
            options={[...new Set([edited.atr, ...atrs])].map((value) => ({ value, label: value }))}
            onChange={(atr) => edit({ atr })}
          />
        </div>
      )}
      {edited.kind === 'atr' && <ProblemAt path={`${level}.atr[0]`} />}
      <ProblemAt path={level} within={false} />
    </div>
  );
}
