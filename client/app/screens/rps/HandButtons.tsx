import type { Hand } from '../../../sdk/index.ts';
import { t } from '../../i18n/i18n.ts';
import { HandArt } from './HandArt.tsx';

const HANDS: readonly Hand[] = ['rock', 'paper', 'scissors'];

interface HandButtonsProps {
  /** No hand is taken now. */
  disabled: boolean;
  chosen: Hand | null;
  onThrow(hand: Hand): void;
}

export function HandButtons({ disabled, chosen, onThrow }: HandButtonsProps) {
  return (
    <fieldset class="hands">
      <legend class="visually-hidden">{t('rps.chooseHand')}</legend>
      {HANDS.map((hand) => (
        <button
          key={hand}
          type="button"
          class="hand-button"
          data-testid={`hand-${hand}`}
          // Not "disabled": the hand just thrown would lose the focus, and the keyboard its place.
          aria-disabled={disabled}
          aria-pressed={chosen === hand}
          onClick={() => {
            if (!disabled) onThrow(hand);
          }}
        >
          <HandArt hand={hand} />
          <span>{t(`hand.${hand}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}
