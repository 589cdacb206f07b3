import seedrandom from 'seedrandom';

/** Something whose published odds are proven: a machine, a banner, a table of hands. */
export interface Subject {
  /** Of all subjects, unique: `slots neon3`. */
  name: string;
  /** What is published of a game on average, exact. A chance is an average too: of 0 and 1. */
  figures: readonly { figure: string; exact: number }[];
  /** Begins a run of games on the seed's own stream, as a new player would. */
  start(seed: string): Run;
}

/** Plays on for so many games: state goes on from the games before. Answers each figure's sum over these games. */
export type Run = (games: number) => number[];

/** Floats of 32 bits in [0, 1), as the real draw's, from a seed; not for money. */
export function streamOf(seed: string): () => number {
  return seedrandom.alea(seed);
}
