import { formatNumber, t } from '../i18n/i18n.ts';
import { Icon } from './Icon.tsx';

interface StakeStepperProps {
  steps: readonly number[];
  value: number;
  onChange(betCoins: number): void;
}

/** Chooses one of a game's stakes: up, down, or from the list. */
export function StakeStepper({ steps, value, onChange }: StakeStepperProps) {
  const at = steps.indexOf(value);
  const step = (by: number) => {
    const next = steps[at + by];
    if (next !== undefined) onChange(next);
  };
  return (
    <div class="field">
      <label class="field-label" for="stake">
        {t('crash.stake')}
      </label>
      <div class="stepper">
        <button
          type="button"
          class="stepper-button"
          aria-label={t('play.stakeDown')}
          // Not "disabled": at the last step the button keeps the focus, and only does nothing more.
          aria-disabled={at <= 0}
          onClick={() => step(-1)}
        >
          <Icon name="minus" />
        </button>
        <select
          id="stake"
          class="input stepper-value"
          value={String(value)}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        >
          {steps.map((betCoins) => (
            <option key={betCoins} value={String(betCoins)}>
              {formatNumber(betCoins)}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="stepper-button"
          aria-label={t('play.stakeUp')}
          aria-disabled={at === steps.length - 1}
          onClick={() => step(1)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}
