import { parseArgs } from 'node:util';
import { type FaultName, NO_FAULTS } from '../../simulation/faults.ts';

export interface SimulateOptions {
  mode: 'one' | 'many' | 'mutants';
  /** The seed, or the first of many. */
  seed: number;
  seeds: number;
  steps: number;
  /** Moves that a replay is confined to; null: all. */
  only: number[] | null;
  /** Faults that a replay leaves out. */
  without: FaultName[];
}

export const USAGE = [
  'npm run simulate -- --seed 7 [--steps 1000] [--only 3,18,20] [--without storeRefuses,messageLost]',
  '       npm run simulate -- --seeds 10000 [--seed 1] [--steps 1000]',
  '       npm run simulate -- --mutants',
].join('\n');

/** @throws with one line that names the argument, what it was and what it may be */
export function readOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      steps: { type: 'string', default: '1000' },
      only: { type: 'string' },
      without: { type: 'string', default: '' },
      mutants: { type: 'boolean', default: false },
    },
  });
  const only = values.only === undefined ? null : values.only.split(',').map((text) => natural('only', text));
  const without = values.without === '' ? [] : values.without.split(',').map(faultName);
  return {
    mode: values.mutants ? 'mutants' : values.seeds === undefined ? 'one' : 'many',
    seed: natural('seed', values.seed),
    seeds: natural('seeds', values.seeds ?? '1'),
    steps: natural('steps', values.steps),
    ...{ only, without },
  };
}

function natural(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is ${JSON.stringify(text)}: it must be a number from 0 to 999999999`);
}

function faultName(text: string): FaultName {
  if (Object.hasOwn(NO_FAULTS, text)) return text as FaultName;
  throw new Error(`--without is ${JSON.stringify(text)}: it must be of ${Object.keys(NO_FAULTS).join(', ')}`);
}
