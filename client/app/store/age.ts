import { signal } from '@preact/signals';

/** Who asks for the player's age, and is answered whether they said it; null: nobody. */
export const ageAsked = signal<((confirmed: boolean) => void) | null>(null);

/** Asks the player, once for all who ask. True once the server knows. */
export function askAge(): Promise<boolean> {
  const former = ageAsked.value;
  return new Promise((resolve) => {
    ageAsked.value = (confirmed) => {
      former?.(confirmed);
      resolve(confirmed);
    };
  });
}

export function answerAge(confirmed: boolean): void {
  const asked = ageAsked.value;
  ageAsked.value = null;
  asked?.(confirmed);
}
