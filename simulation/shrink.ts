import { type FaultName, type Faults, NO_FAULTS } from './faults.ts';
import type { RunOptions, RunResult } from './world.ts';

type Runs = (options: RunOptions) => Promise<RunResult>;

/**
 * The shortest run found that still breaks the same rule: without the faults that it doesn't need, and with as few moves
 * as delta debugging leaves (Zeller and Hildebrandt, 2002).
 * @param budget how many runs it may cost
 */
export async function shrink(
  failed: RunOptions,
  result: RunResult,
  runs: Runs,
  budget = 400,
): Promise<RunOptions> {
  const { rule } = result.violation!;
  let left = budget;
  let best: RunOptions = { ...failed, only: new Set(result.made) };

  /** Keeps it if it still fails, and only what of it was made before it did. */
  async function tries(options: RunOptions): Promise<boolean> {
    if (left <= 0) return false;
    left -= 1;
    const { violation, made } = await runs(options);
    if (violation?.rule !== rule) return false;
    best = { ...options, only: new Set(made) };
    return true;
  }

  if (!(await tries(best))) return best;
  for (const name of Object.keys(NO_FAULTS) as FaultName[]) {
    const faults: Partial<Faults> = { ...best.faults, [name]: 0 };
    await tries({ ...best, faults });
  }
  for (let parts = 2; left > 0 && best.only!.size > 0; ) {
    const moves = [...best.only!];
    const size = Math.ceil(moves.length / parts);
    let smaller = false;
    for (let at = 0; at < moves.length && !smaller; at += size) {
      smaller = await tries({ ...best, only: new Set([...moves.slice(0, at), ...moves.slice(at + size)]) });
    }
    if (smaller) parts = Math.max(2, parts - 1);
    else if (size === 1) break;
    else parts = Math.min(moves.length, parts * 2);
  }
  return best;
}
