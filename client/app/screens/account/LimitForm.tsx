import { useSignal } from '@preact/signals';
import { LIMIT_KINDS, type LimitKind } from '../../../../domain/limits/limits.ts';
import { PERIODS, type Period } from '../../../../domain/limits/periods.ts';
import { FairgroundError, type LimitWish, type PlayLimits } from '../../../sdk/index.ts';
import { errorText, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { showToast } from '../../store/toasts.ts';
import { LimitInput } from './LimitInput.tsx';
import { draftOf, type LimitField, readDraft } from './limitDraft.ts';

interface LimitFormProps {
  limits: PlayLimits;
  onChange(limits: PlayLimits): void;
}

const PERIOD_TEXTS = { day: 'limits.perDay', week: 'limits.perWeek', month: 'limits.perMonth' } as const;
const KIND_TEXTS = {
  stakeCoins: 'limits.stakeCoins',
  lossCoins: 'limits.lossCoins',
  playedMs: 'limits.playedMs',
} as const;

/** All nine limits, and what was used of them. */
export function LimitForm({ limits, onChange }: LimitFormProps) {
  const draft = useSignal(draftOf(limits));
  const errors = useSignal<Partial<Record<LimitField | 'form', string>>>({});
  const busy = useSignal(false);

  async function send(wish: LimitWish): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    errors.value = {};
    try {
      const changed = await fair.limits.set(wish);
      draft.value = draftOf(changed);
      onChange(changed);
      showToast('good', t(raises(wish, changed) ? 'limits.savedLater' : 'limits.saved'));
    } catch (caught) {
      const error = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
      const field = typeof error.details.field === 'string' ? error.details.field : 'form';
      errors.value = { [field]: field === 'form' ? errorText(error) : t('limits.invalid') };
    } finally {
      busy.value = false;
    }
  }

  function save(event: Event): void {
    event.preventDefault();
    const { wish, wrong } = readDraft(draft.value, limits);
    errors.value = Object.fromEntries(wrong.map((field) => [field, t('limits.invalid')]));
    if (wrong.length === 0) void send(wish);
  }

  const at = (period: Period) => formatShortInstant(limits.resetsAtMs[period]);
  return (
    <form class="form-stack" onSubmit={save} noValidate data-testid="limit-form">
      <p class="muted">{t('limits.intro')}</p>
      {LIMIT_KINDS.map((kind) => (
        <fieldset class="limits-kind" key={kind}>
          <legend class="field-label">{t(KIND_TEXTS[kind])}</legend>
          {PERIODS.map((period) => (
            <LimitInput
              key={period}
              kind={kind}
              field={`${kind}.${period}`}
              label={t(PERIOD_TEXTS[period])}
              limit={limits[kind][period]}
              value={draft.value[kind][period]}
              error={errors.value[`${kind}.${period}`]}
              onInput={(text) => {
                draft.value = { ...draft.value, [kind]: { ...draft.value[kind], [period]: text } };
              }}
              onWithdraw={() => send({ [kind]: { [period]: limits[kind][period].value } })}
            />
          ))}
        </fieldset>
      ))}
      <p class="hint">{t('limits.resets', { day: at('day'), week: at('week'), month: at('month') })}</p>
      {errors.value.form && (
        <p class="field-error" role="alert">
          {errors.value.form}
        </p>
      )}
      <button type="submit" class="button" disabled={busy.value}>
        {t('limits.save')}
      </button>
    </form>
  );
}

/** Something of what was wished has to wait. */
function raises(wish: LimitWish, stands: PlayLimits): boolean {
  return (Object.entries(wish) as [LimitKind, Partial<Record<Period, number | null>>][]).some(
    ([kind, periods]) => (Object.keys(periods) as Period[]).some((period) => stands[kind][period].pending),
  );
}
