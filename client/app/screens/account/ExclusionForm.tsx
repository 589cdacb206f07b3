import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { DAY_MS } from '../../../../domain/limits/periods.ts';
import { FairgroundError, type PlayLimits } from '../../../sdk/index.ts';
import { errorText, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';
import { Check } from '../../ui/Check.tsx';

const DAYS = [1, 7, 30, 182, 365, 1_826] as const;

/** No play for a day to five years: chosen, confirmed, and asked once more, since nobody can undo it. */
export function ExclusionForm({ onChange }: { onChange(limits: PlayLimits): void }) {
  const days = useSignal<number>(DAYS[1]);
  const sure = useSignal(false);
  const asked = useSignal(false);
  const error = useSignal<string | null>(null);

  function ask(event: Event): void {
    event.preventDefault();
    error.value = sure.value ? null : t('limits.excludeUnsure');
    asked.value = sure.value;
  }

  async function exclude(): Promise<void> {
    asked.value = false;
    try {
      onChange(await fair.limits.exclude(days.value));
      sure.value = false;
    } catch (caught) {
      const refusal = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
      const { reason, untilAtMs } = refusal.details;
      error.value =
        reason === 'shorter'
          ? t('limits.excludedUntil', { at: formatShortInstant(Number(untilAtMs)) })
          : errorText(refusal);
    }
  }

  return (
    <details class="limits-part">
      <summary>{t('limits.exclude')}</summary>
      <form class="form-stack" onSubmit={ask} noValidate data-testid="exclusion-form">
        <p class="muted">{t('limits.excludeWhat')}</p>
        <label class="field" htmlFor="exclusion-days">
          <span class="field-label">{t('limits.length')}</span>
          <select
            id="exclusion-days"
            class="input"
            name="days"
            value={days.value}
            onChange={(event) => {
              days.value = Number(event.currentTarget.value);
              error.value = null;
            }}
          >
            {DAYS.map((each) => (
              <option key={each} value={each}>
                {t(`limits.days.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <Check
          name="exclusion-sure"
          label={t('limits.excludeSure')}
          checked={sure}
          error={error}
          errorId="exclusion-error"
        />
        <button type="submit" class="button">
          {t('limits.exclude')}
        </button>
      </form>
      <LastQuestion
        isOpen={asked.value}
        untilMs={Date.now() + days.value * DAY_MS}
        onNo={() => {
          asked.value = false;
        }}
        onYes={exclude}
      />
    </details>
  );
}

interface LastQuestionProps {
  isOpen: boolean;
  untilMs: number;
  onNo(): void;
  onYes(): void;
}

function LastQuestion({ isOpen, untilMs, onNo, onYes }: LastQuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const at = formatShortInstant(untilMs);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="exclusion-title" onClose={onNo}>
      {isOpen && (
        <div class="form-stack">
          <h2 id="exclusion-title">{t('limits.excludeAsk', { at })}</h2>
          <p>{t('limits.excludeAskWhat')}</p>
          <button type="button" class="button wide" onClick={onNo}>
            {t('limits.cancel')}
          </button>
          <button type="button" class="button wide limits-final" data-testid="exclude" onClick={onYes}>
            {t('limits.excludeGo', { at })}
          </button>
        </div>
      )}
    </dialog>
  );
}
