import type { Crew } from '../../simulation/crew.ts';
import { shrink } from '../../simulation/shrink.ts';
import type { RunOptions, RunResult } from '../../simulation/world.ts';

/** What to read of a run that broke a rule: the rule, the shortest trace found, and how to have it again. */
export async function failureText(options: RunOptions, failed: RunResult, crew: Crew): Promise<string> {
  const shortest = await shrink(options, failed, (each) => crew.run(each));
  const { violation, story } = await crew.run({ ...shortest, tells: true });
  const moves = [...(shortest.only ?? [])];
  const without = Object.keys(shortest.faults ?? {});
  const confined = [
    `--only ${moves.join(',') || '0'}`,
    ...(without.length > 0 ? [`--without ${without.join(',')}`] : []),
  ];
  const { seed, steps } = options;
  return [
    `seed ${seed}: ${failed.violation!.rule} after ${failed.made.length} of ${steps} moves, shrunk to ${moves.length}`,
    ...story.map((line) => `  ${line.length > 220 ? `${line.slice(0, 220)} ...` : line}`),
    `${violation!.rule}: ${violation!.problem}`,
    `replay: npm run simulate -- --seed ${seed} --steps ${steps}`,
    `shrunk: npm run simulate -- --seed ${seed} --steps ${steps} ${confined.join(' ')}`,
  ].join('\n');
}
