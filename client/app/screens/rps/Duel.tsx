import type { Hand } from '../../../sdk/index.ts';
import { HandArt } from './HandArt.tsx';

interface DuelProps {
  you: { name: string; hand: Hand | null; wins: boolean };
  other: { name: string; hand: Hand | null; wins: boolean };
  /** The fists are shaken: nobody knows the other's hand yet. */
  shaking: boolean;
}

/** Two hands, face to face. */
export function Duel({ you, other, shaking }: DuelProps) {
  return (
    <div class={`duel ${shaking ? 'duel-shaking' : ''}`}>
      {[you, other].map(({ name, hand, wins }, side) => (
        <div
          class={`duelist duelist-${side === 0 ? 'you' : 'other'} ${wins ? 'is-winner' : ''}`}
          key={side === 0 ? 'you' : 'other'}
        >
          <HandArt hand={hand} />
          <span>{name}</span>
        </div>
      ))}
    </div>
  );
}
