import { availableParallelism } from 'node:os';
import { Crew } from '../crew.ts';
import type { Mutation } from '../loader.ts';
import { MUTANTS } from './mutants.ts';

/** So many seeds, and a mutation that none of them catches is not caught. */
const MOST_SEEDS = 150;
const STEPS = 600;

export interface Caught {
  rule: string;
  problem: string;
  seed: number;
  /** How many were made. */
  moves: number;
}

/** Runs seeds against one mutation until one breaks a rule; null: none did. */
export async function catchMutant(mutation: Mutation, mostSeeds = MOST_SEEDS): Promise<Caught | null> {
  const crew = new Crew(1, mutation);
  try {
    for (let seed = 1; seed <= mostSeeds; seed += 1) {
      const { violation, made } = await crew.run({
        seed,
        steps: STEPS,
        only: null,
        faults: null,
        tells: false,
      });
      if (violation !== null)
        return { rule: violation.rule, problem: violation.problem, seed, moves: made.length };
    }
    return null;
  } finally {
    await crew.close();
  }
}

/** All of the list, as many at once as there are cores. */
export async function runMutants(told: (mutation: Mutation, caught: Caught | null) => void): Promise<void> {
  const waiting = [...MUTANTS];
  const lane = async () => {
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      told(mutation, await catchMutant(mutation));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}
