import { type Batches, type Measured, measure } from './simulate.ts';
import type { Subject } from './subject.ts';

/** How far a simulation may be off. */
export const MOST_STANDARD_ERRORS = 4;
/** What comes up less often in a whole run has no bell curve to be judged by. */
const LEAST_OCCURRENCES = 50;

export interface Judged extends Measured {
  name: string;
  figure: string;
  exact: number;
  /** How far the simulation is from it, in standard errors. */
  offBy: number;
  verdict: 'ok' | 'too rare' | 'OFF';
}

/** A subject's exact figures, each next to what the batches of its simulation measured. */
export function judge(subject: Subject, batches: Batches, batchGames: number): Judged[] {
  const games = batches.length * batchGames;
  return subject.figures.map(({ figure, exact }, place) => {
    const measured = measure(batches, place);
    const difference = measured.mean - exact;
    const offBy = difference === 0 ? 0 : difference / measured.standardError;
    const isRare = Math.max(exact, measured.mean) * games < LEAST_OCCURRENCES;
    const isOff = !(Math.abs(offBy) <= MOST_STANDARD_ERRORS);
    return {
      name: subject.name,
      figure,
      exact,
      ...measured,
      offBy,
      verdict: isRare ? 'too rare' : isOff ? 'OFF' : 'ok',
    };
  });
}
