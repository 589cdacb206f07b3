import type { Mismatch } from './mismatch.ts';

/** A check that held: `detail` says in English what was compared, `facts` the same for other languages. */
export interface StepHeld<Name extends string> {
  name: Name;
  detail: string;
  facts: Record<string, string | number>;
}

/** `field` is the first one that does not follow, as a path (`bets[3].cashout.payoutCoins`). */
export type VerdictOf<Name extends string> =
  | { valid: true; steps: StepHeld<Name>[] }
  | { valid: false; field: string; reason: string; steps: StepHeld<Name>[] };

export interface Turn<Name extends string> {
  name: Name;
  check: () => Mismatch | null;
  /** Called only when the check held. */
  held: () => Omit<StepHeld<Name>, 'name'>;
}

/** Checks one after another, up to the first that does not hold. */
export function inTurn<Name extends string>(turns: readonly Turn<Name>[]): VerdictOf<Name> {
  const steps: StepHeld<Name>[] = [];
  for (const { name, check, held } of turns) {
    const found = check();
    if (found !== null) return { valid: false, ...found, steps };
    steps.push({ name, ...held() });
  }
  return { valid: true, steps };
}
