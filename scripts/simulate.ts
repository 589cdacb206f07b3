import { availableParallelism } from 'node:os';
import { Crew } from '../simulation/crew.ts';
import type { Faults } from '../simulation/faults.ts';
import { runMutants } from '../simulation/mutants/runMutants.ts';
import type { RunOptions, RunResult } from '../simulation/world.ts';
import { readArguments } from './readArguments.ts';
import { failureText } from './simulate/failure.ts';
import { readOptions, type SimulateOptions, USAGE } from './simulate/options.ts';

/**
 * `npm run simulate`: the shipped rooms, ledger queue and table keepers in virtual time, everything from one seed
 * (simulation/SPEC.md). Exit 0 every rule held, 1 one did not, 2 wrong arguments.
 */

const asked = readArguments('simulate', readOptions, USAGE);
const startedAtMs = performance.now();
const broken = asked.mode === 'mutants' ? await mutants() : await seeds(asked);
process.exitCode = broken > 0 ? 1 : 0;

/** Runs them all; stops at the first that breaks a rule, and shows it. Answers how many did. */
async function seeds({
  mode,
  seed: first,
  seeds: count,
  steps,
  only,
  without,
}: SimulateOptions): Promise<number> {
  const crew = new Crew(mode === 'one' ? 1 : availableParallelism());
  const faults: Partial<Faults> | null =
    without.length === 0 ? null : Object.fromEntries(without.map((name) => [name, 0]));
  const run = (seed: number): RunOptions => ({
    ...{ seed, steps, faults, tells: false },
    only: only === null ? null : new Set(only),
  });
  const reached: Record<string, number> = {};
  let events = 0;
  let done = 0;
  let failed: { seed: number; result: RunResult } | null = null;
  const lane = async (from: number, every: number) => {
    for (let seed = from; seed < first + count && failed === null; seed += every) {
      const result = await crew.run(run(seed));
      events += result.events;
      done += 1;
      for (const [name, times] of Object.entries(result.reached))
        reached[name] = (reached[name] ?? 0) + times;
      if (result.violation !== null) failed ??= { seed, result };
    }
  };
  const lanes = mode === 'one' ? 1 : availableParallelism() * 2;
  await Promise.all(Array.from({ length: lanes }, (_, at) => lane(first + at, lanes)));
  const seconds = (performance.now() - startedAtMs) / 1000;
  if (failed !== null) {
    const { seed, result } = failed as { seed: number; result: RunResult };
    console.log(await failureText(run(seed), result, crew));
  }
  await crew.close();
  const about = Object.entries(reached).toSorted(([one], [other]) => (one < other ? -1 : 1));
  console.log(`reached: ${about.map(([name, times]) => `${name} ${times}`).join(', ')}`);
  console.log(
    `${done} seeds of ${steps} steps: ${events} events in ${seconds.toFixed(1)} s, ` +
      `${Math.round((done * steps) / seconds)} steps a second on ${availableParallelism()} cores; ` +
      (failed === null ? 'every rule held' : 'a rule was broken'),
  );
  return failed === null ? 0 : 1;
}

async function mutants(): Promise<number> {
  let missed = 0;
  await runMutants((mutation, caught) => {
    if (caught === null) missed += 1;
    const how = caught === null ? 'NOT CAUGHT' : `${caught.rule}, seed ${caught.seed}, move ${caught.moves}`;
    console.log(`${mutation.name.padEnd(70)} ${how}`);
  });
  console.log(`${((performance.now() - startedAtMs) / 1000).toFixed(1)} s; ${missed} not caught`);
  return missed;
}
