import type { Subject } from './subject.ts';

/** The same on every machine, however many threads play them: so a seed gives the same numbers everywhere. */
export const STREAMS = 8;
const BATCHES_PER_STREAM = 125;

/** Of each batch, each figure's average. */
export type Batches = number[][];

/** Games in a batch, for at least so many in all. */
export function batchGames(games: number): number {
  return Math.ceil(games / (STREAMS * BATCHES_PER_STREAM));
}

/** One stream's share of the games. A batch goes on where the one before it stopped. */
export function playStream(subject: Subject, seed: string, stream: number, games: number): Batches {
  const run = subject.start(`${seed}|${subject.name}|${stream}`);
  const each = batchGames(games);
  return Array.from({ length: BATCHES_PER_STREAM }, () => run(each).map((sum) => sum / each));
}

export interface Measured {
  mean: number;
  /** From how the batches differ: games of one batch may depend on each other (streak, pity). */
  standardError: number;
}

export function measure(batches: Batches, figure: number): Measured {
  const values = batches.map((batch) => batch[figure]!);
  const mean = average(values);
  const spread = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(spread / values.length) };
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
