import { useSignal } from '@preact/signals';
import { FairgroundError, type PlayLimits } from '../../../sdk/index.ts';
import { errorText, formatShortInstant, t } from '../../i18n/i18n.ts';
import { fair } from '../../store/player.ts';

const HOURS = [1, 24, 168, 720] as const;

interface PauseFormProps {
  limits: PlayLimits;
  onChange(limits: PlayLimits): void;
}

/** A break of an hour to a month. */
export function PauseForm({ limits, onChange }: PauseFormProps) {
  const hours = useSignal<number>(HOURS[1]);
  const error = useSignal<string | null>(null);

  async function pause(event: Event): Promise<void> {
    event.preventDefault();
    error.value = null;
    try {
      onChange(await fair.limits.pause(hours.value));
    } catch (caught) {
      const refusal = caught instanceof FairgroundError ? caught : new FairgroundError('internal');
      error.value =
        refusal.details.reason === 'shorter'
          ? t('limits.wrong.shorter', { at: formatShortInstant(Number(limits.pausedUntilMs)) })
          : errorText(refusal);
    }
  }

  return (
    <form class="form-stack limits-part" onSubmit={pause} noValidate data-testid="pause-form">
      <h3>{t('limits.pause')}</h3>
      <p class="muted">{t('limits.pauseWhat')}</p>
      <label class="field" htmlFor="pause-hours">
        <span class="field-label">{t('limits.length')}</span>
        <select
          id="pause-hours"
          class="input"
          name="hours"
          aria-invalid={error.value ? 'true' : undefined}
          aria-describedby={error.value ? 'pause-error' : undefined}
          value={hours.value}
          onChange={(event) => {
            hours.value = Number(event.currentTarget.value);
            error.value = null;
          }}
        >
          {HOURS.map((each) => (
            <option key={each} value={each}>
              {t(`limits.hours.${each}`)}
            </option>
          ))}
        </select>
        {error.value && (
          <span class="field-error" id="pause-error" role="alert">
            {error.value}
          </span>
        )}
      </label>
      <button type="submit" class="button">
        {t('limits.pause')}
      </button>
    </form>
  );
}
