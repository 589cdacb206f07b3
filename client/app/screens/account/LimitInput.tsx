import type { LimitKind, LimitView } from '../../../sdk/index.ts';
import { formatNumber, formatShortInstant, t } from '../../i18n/i18n.ts';
import { type LimitField, shownAmount } from './limitDraft.ts';

interface LimitInputProps {
  kind: LimitKind;
  field: LimitField;
  label: string;
  limit: LimitView;
  value: string;
  error: string | undefined;
  onInput(text: string): void;
  /** Takes back what was asked for and does not hold yet. */
  onWithdraw(): void;
}

/** One limit: its field, what was used, and what it will be. */
export function LimitInput({
  kind,
  field,
  label,
  limit,
  value,
  error,
  onInput,
  onWithdraw,
}: LimitInputProps) {
  const id = `limit-${field.replace('.', '-')}`;
  const amount = (number: number) => formatNumber(shownAmount(kind, number));
  const { pending, used } = limit;
  return (
    <div class="field">
      <label class="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        name={field}
        inputMode="numeric"
        autocomplete="off"
        placeholder={t('limits.none')}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={`${id}-about`}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span id={`${id}-about`}>
        {error && (
          <span class="field-error" role="alert">
            {error}
          </span>
        )}
        {!error && limit.value !== null && used !== null && (
          <span class="hint">{t('limits.used', { amount: amount(Math.max(0, used)) })}</span>
        )}
      </span>
      {pending && (
        <span class="hint limits-pending" data-testid={`pending-${field}`}>
          {pending.value === null
            ? t('limits.pendingNone', { at: formatShortInstant(pending.fromAtMs) })
            : t('limits.pending', {
                value: amount(pending.value),
                at: formatShortInstant(pending.fromAtMs),
              })}
          <button type="button" class="link-button" onClick={onWithdraw}>
            {t('limits.withdraw')}
          </button>
        </span>
      )}
    </div>
  );
}
