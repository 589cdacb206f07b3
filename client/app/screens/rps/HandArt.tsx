import type { Hand } from '../../../sdk/index.ts';
import { HAND_DRAWINGS } from '../../art/handDrawings.tsx';
import { t } from '../../i18n/i18n.ts';

/** A hand, or the fist that still hides it. */
export function HandArt({ hand, size }: { hand: Hand | null; size?: number }) {
  const side = size === undefined ? undefined : `${size / 16}rem`;
  return (
    <svg
      class={`hand-art ${hand ? '' : 'hand-hidden'}`}
      viewBox="0 0 64 64"
      width={side}
      height={side}
      role="img"
      aria-label={t(hand ? `hand.${hand}` : 'hand.hidden')}
    >
      {HAND_DRAWINGS[hand ?? 'rock']()}
    </svg>
  );
}
